package nbformat

import "strings"

// The output types of nbformat 4.
const (
	Stream        = "stream"
	DisplayData   = "display_data"
	ExecuteResult = "execute_result"
	Error         = "error"
)

// Output is one output of a code cell; which fields count depends on Type.
type Output struct {
	Type           string         // Stream, DisplayData, ExecuteResult or Error
	Name, Text     string         // Stream: "stdout" or "stderr", and what was written
	Data           map[string]any // DisplayData, ExecuteResult: mime type → text, base64, or JSON value for …json types
	Metadata       map[string]any // DisplayData, ExecuteResult
	ExecutionCount int            // ExecuteResult
	ErrorName      string         // Error
	ErrorValue     string         // Error
	Traceback      []string       // Error
}

// isJSON tells whether values of this mime type are JSON values rather than text.
func isJSON(mime string) bool {
	return mime == "application/json" || strings.HasPrefix(mime, "application/") && strings.HasSuffix(mime, "+json")
}

// isText tells whether values of this mime type are written as lists of lines, so that differences can be read.
func isText(mime string) bool {
	return strings.HasPrefix(mime, "text/") || mime == "image/svg+xml" || mime == "application/javascript"
}
