package image

// TypeOf returns the key of the type that a variable was written with. Nothing is loaded, and the program need not know the type.
func (b Bytes) TypeOf(name string) (key string, err error) {
	h, err := readHeader(b.All)
	if err != nil {
		return "", err
	}
	m := &metaReader{b: b.All[headerSize : headerSize+h.meta]}
	m.readKeys()
	for range m.count() {
		root, key := m.string(), m.key()
		m.fingerprint()
		m.number()
		if root == name && !m.failed {
			return key, nil
		}
	}
	return "", Damaged{"it does not have " + name}
}
