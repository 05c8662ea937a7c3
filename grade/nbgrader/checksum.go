package nbgrader

import (
	"crypto/md5" // nbgrader's choice; it finds changes made by mistake, not forgery
	"encoding/hex"
	"strings"
)

// Sum returns the checksum that nbgrader has for a cell with this metadata, type and source (nbgrader.utils.compute_checksum).
func (m Meta) Sum(cellType, source string) string {
	parts := []string{source, cellType, python(m.Grade), python(m.Solution), python(!m.Solution && (m.Grade || m.Locked)), m.ID}
	if m.Grade {
		parts = append(parts, m.float())
	}
	sum := md5.Sum([]byte(strings.Join(parts, "")))
	return hex.EncodeToString(sum[:])
}

// python is a truth value as Python writes it.
func python(b bool) string {
	if b {
		return "True"
	}
	return "False"
}

// float is the number of points as Python writes floats.
func (m Meta) float() string {
	text := m.Points.String()
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}
