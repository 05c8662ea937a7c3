package exact

import "sync"

// memo keeps what takes a while to compute, for the last few settings.
type memo[K comparable, V any] struct {
	mu   sync.Mutex
	kept map[K]V
}

// get is the value for a key, made where there is none.
func (m *memo[K, V]) get(key K, make func() V) V {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.kept[key]
	if !ok {
		if v = make(); len(m.kept) >= 4 || m.kept == nil {
			m.kept = map[K]V{}
		}
		m.kept[key] = v
	}
	return v
}
