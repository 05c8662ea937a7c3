package nbgrader

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/internal/nbformat"
)

// Key is where a cell's metadata has those of nbgrader.
const Key = "nbgrader"

// schemaVersion is the one that nbgrader writes since 0.6.
const schemaVersion = 3

// Meta is what nbgrader knows of a cell. Graded cells and tasks have points, no others.
type Meta struct {
	Grade, Solution, Locked, Task bool
	ID                            string // grade_id; "" only if the four are false
	Points                        points.Points
	Checksum, CellType            string // of the released cell; "" in masters
}

var idPattern = regexp.MustCompile(`^[a-zA-Z0-9_-]+$`)

// Scored tells whether the cell has points.
func (m Meta) Scored() bool { return m.Grade || m.Task }

// Read returns the metadata of nbgrader of a cell; found is false where a cell has none. It refuses older schema versions, unknown keys, values of wrong types, bad
// ids, and points that are negative, more than 1000, no multiple of 1/2, or on a cell that is not graded.
func Read(c nbformat.Cell) (meta Meta, found bool, err error) {
	value, found := c.Metadata[Key]
	if !found {
		return Meta{}, false, nil
	}
	tree, isObject := value.(map[string]any)
	if !isObject {
		return Meta{}, true, errors.New("metadata.nbgrader is not an object; remove it")
	}
	if err = checkVersion(tree[keyVersion]); err != nil {
		return Meta{}, true, err
	}
	meta, err = fromTree(tree)
	if err == nil {
		err = meta.check()
	}
	return meta, true, err
}

// The keys of the schema.
const (
	keyVersion  = "schema_version"
	keyID       = "grade_id"
	keyPoints   = "points"
	keyChecksum = "checksum"
	keyCellType = "cell_type"
)

func checkVersion(value any) error {
	number, _ := value.(json.Number)
	switch number.String() {
	case strconv.Itoa(schemaVersion):
		return nil
	case "", "0", "1", "2":
		return errors.New("metadata.nbgrader is of an older version than 3; bring the notebook up to date with `nbgrader update FILE`")
	}
	return fmt.Errorf("metadata.nbgrader is of version %s, gensci knows version 3", number)
}

func fromTree(tree map[string]any) (m Meta, err error) {
	flags := map[string]*bool{"grade": &m.Grade, "solution": &m.Solution, "locked": &m.Locked, "task": &m.Task}
	texts := map[string]*string{keyID: &m.ID, keyChecksum: &m.Checksum, keyCellType: &m.CellType}
	for _, key := range slices.Sorted(maps.Keys(tree)) {
		var fits bool
		switch value := tree[key]; {
		case key == keyVersion:
			fits = true
		case key == keyPoints:
			m.Points, err = readPoints(value)
			fits = true
		case flags[key] != nil:
			*flags[key], fits = value.(bool)
		case texts[key] != nil:
			*texts[key], fits = value.(string)
		default:
			return Meta{}, fmt.Errorf("metadata.nbgrader has the unknown key %q; remove it", key)
		}
		if !fits {
			return Meta{}, fmt.Errorf("metadata.nbgrader.%s has a value of the wrong type", key)
		}
		if err != nil {
			return Meta{}, err
		}
	}
	if _, has := tree[keyPoints]; has != m.Scored() {
		return Meta{}, pointsMisplaced(has)
	}
	return m, nil
}

func pointsMisplaced(has bool) error {
	if has {
		return errors.New("has points although it is not graded; remove metadata.nbgrader.points")
	}
	return errors.New("is graded but has no points; set metadata.nbgrader.points")
}

// maxPoints bounds what one cell is worth, so that typing errors are found.
var maxPoints = points.Of(1000)

func readPoints(value any) (points.Points, error) {
	number, isNumber := value.(json.Number)
	if !isNumber {
		return points.Points{}, errors.New("metadata.nbgrader.points is not a number")
	}
	p, err := points.Parse(number.String())
	switch {
	case err != nil:
		return points.Points{}, fmt.Errorf("metadata.nbgrader.points: %w", err)
	case p.Sign() < 0 || p.Cmp(maxPoints) > 0:
		return points.Points{}, fmt.Errorf("has %v points; possible are 0 to %v", p, maxPoints)
	case !whole(p.Times(points.Of(2))):
		return points.Points{}, fmt.Errorf("has %v points; points are multiples of 1/2", p)
	}
	return p, nil
}

// whole tells whether p is an integer: those alone are written in digits.
func whole(p points.Points) bool {
	for _, r := range p.String() {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

// check finds what the schema's types leave open.
func (m Meta) check() error {
	switch {
	case m.ID == "" && (m.Grade || m.Solution || m.Locked || m.Task):
		return errors.New("has no metadata.nbgrader.grade_id; give it a name of its own")
	case m.ID != "" && !idPattern.MatchString(m.ID):
		return fmt.Errorf("has the grade_id %q; grade_ids are made of a-z A-Z 0-9 - _", m.ID)
	case m.Checksum != "" && len(m.Checksum) != 32:
		return errors.New("has a metadata.nbgrader.checksum that is no MD5 sum; remove it")
	case m.CellType != "" && m.CellType != nbformat.Code && m.CellType != nbformat.Markdown && m.CellType != nbformat.Raw:
		return fmt.Errorf("has the unknown metadata.nbgrader.cell_type %q; remove it", m.CellType)
	}
	return nil
}

// Put writes m into the cell's metadata, whose other keys stay. The cell gets a new map, so that copies of the cell are not changed.
func (m Meta) Put(c *nbformat.Cell) {
	tree := map[string]any{
		keyVersion: json.Number(strconv.Itoa(schemaVersion)), "grade": m.Grade, "solution": m.Solution, "locked": m.Locked, "task": m.Task,
	}
	for key, text := range map[string]string{keyID: m.ID, keyChecksum: m.Checksum, keyCellType: m.CellType} {
		if text != "" {
			tree[key] = text
		}
	}
	if m.Scored() {
		tree[keyPoints] = json.Number(m.Points.String())
	}
	metadata := maps.Clone(c.Metadata)
	if metadata == nil {
		metadata = map[string]any{}
	}
	metadata[Key] = tree
	c.Metadata = metadata
}
