package history

// bounded keeps the newest inputs, as many as fit: at most maxCount, of at most maxBytes together.
type bounded struct {
	maxCount, maxBytes int

	list  []sized
	bytes int
	added int // how many were ever kept, the dropped ones included
}

type sized struct {
	Entry
	size int
}

// add keeps one more input of that many bytes, and drops the oldest. One that would push out most of the others is not kept.
func (b *bounded) add(e Entry, size int) {
	if size > b.maxBytes/10 {
		return
	}
	b.list, b.bytes = append(b.list, sized{e, size}), b.bytes+size
	b.added++
	for len(b.list) > b.maxCount || b.bytes > b.maxBytes {
		b.bytes -= b.list[0].size
		b.list[0] = sized{} // the array stays for a while, the text need not
		b.list = b.list[1:]
	}
}

// last returns a copy of the newest n inputs, or of all there are.
func (b *bounded) last(n int) []Entry {
	newest := b.list[len(b.list)-min(n, len(b.list)):]
	list := make([]Entry, len(newest))
	for i, e := range newest {
		list[i] = e.Entry
	}
	return list
}
