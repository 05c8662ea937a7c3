package review_test

import ("testing";"time";"os")

func TestPDFTry(t *testing.T) {
	b := startBrowser(t)
	c := newCourse(t)
	s := serve(t, c.config)
	p := b.open(t)
	p.enter(s, "eve")
	p.size(1440, 3000)
	p.visit(s, "/mark/derive/1/s01")
	time.Sleep(4*time.Second)
	p.shoot("pdftry")
	for _, x := range p.said { println(x) }
	_ = os.Stdout
}
