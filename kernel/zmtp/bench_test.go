package zmtp

import (
	"context"
	"fmt"
	"testing"
)

// BenchmarkDealerToRouter is the throughput of one connection.
func BenchmarkDealerToRouter(b *testing.B) {
	for _, size := range []int{100, 10_000, 1_000_000, 50_000_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			r, err := ListenRouter("ipc://"+b.TempDir()+"/s", Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer r.Close()
			d, err := DialDealer(b.Context(), r.Addr(), Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer d.Close()
			b.SetBytes(int64(size))
			b.ReportAllocs()
			frames := [][]byte{make([]byte, size)}
			go func() {
				for range b.N {
					if err := d.Send(frames); err != nil {
						b.Error(err)
					}
				}
			}()
			b.ResetTimer()
			for range b.N {
				if _, err := r.Recv(context.Background()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
