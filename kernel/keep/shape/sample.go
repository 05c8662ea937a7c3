package shape

// Way is how a program comes by a type that it cannot write down: the type of what an expression gives.
type Way struct {
	Imports []string // paths of the packages that Expr uses
	Expr    string   // of type any
}

// Sample returns the way to the type of the key, nil if there is none.
func Sample(key string) *Way {
	if w, ok := samples[key]; ok {
		return &w
	}
	return nil
}

var samples = map[string]Way{
	`*"errors".errorString`:           {[]string{"errors"}, `errors.New("")`},
	`*"errors".joinError`:             {[]string{"errors", "io"}, `errors.Join(io.EOF)`},
	`*"fmt".wrapError`:                {[]string{"fmt", "io"}, `fmt.Errorf("%w", io.EOF)`},
	`*"fmt".wrapErrors`:               {[]string{"fmt", "io"}, `fmt.Errorf("%w %w", io.EOF, io.EOF)`},
	`"context".backgroundCtx`:         {[]string{"context"}, `context.Background()`},
	`"context".todoCtx`:               {[]string{"context"}, `context.TODO()`},
	`*"context".valueCtx`:             {[]string{"context"}, `context.WithValue(context.Background(), "", "")`},
	`"context".deadlineExceededError`: {[]string{"context"}, `context.DeadlineExceeded`},
	`*"io".multiReader`:               {[]string{"io"}, `io.MultiReader(nil, nil)`},
	`*"io".multiWriter`:               {[]string{"io"}, `io.MultiWriter()`},
	`*"io".teeReader`:                 {[]string{"io"}, `io.TeeReader(nil, nil)`},
	`"io".discard`:                    {[]string{"io"}, `io.Discard`},
	`"io".nopCloser`:                  {[]string{"io"}, `io.NopCloser(nil)`},
	`"io".nopCloserWriterTo`:          {[]string{"bufio", "io"}, `io.NopCloser((*bufio.Reader)(nil))`},
	`*"math/rand".rngSource`:          {[]string{"math/rand"}, `rand.NewSource(1)`},
	`*"sort".reverse`:                 {[]string{"sort"}, `sort.Reverse(sort.IntSlice(nil))`},
	`"encoding/binary".littleEndian`:  {[]string{"encoding/binary"}, `binary.LittleEndian`},
	`"encoding/binary".bigEndian`:     {[]string{"encoding/binary"}, `binary.BigEndian`},
}
