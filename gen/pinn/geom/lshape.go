package geom

// LShape is the square [-1, 1]² without its lower right quarter (x > 0, y < 0), the standard domain with a corner that bends inwards.
func LShape() Body { return lShape{} }

type lShape struct{}

var _ Body = lShape{}

// Bind lays points out in two rectangles.
func (lShape) Bind(vars []string) (Set, error) {
	s, err := Union(Rect{{-1, 0}, {-1, 1}}, Rect{{0, 1}, {0, 1}}).Bind(vars)
	if err != nil {
		return Set{}, err
	}
	p, err := lPolygon.Bind(vars)
	s.Distance, s.Smooth = p.Distance, p.Smooth
	return s, err
}

func (lShape) Edge() Domain { return lPolygon.Edge() }

var lPolygon = Polygon{{-1, -1}, {0, -1}, {0, 0}, {1, 0}, {1, 1}, {-1, 1}}
