package handin

import "fmt"

// The limits of a hand-in. A scanned page has half a megabyte.
const (
	MaxFile  = 20 << 20 // bytes of one file
	MaxTotal = 50 << 20 // bytes of all files
	MaxFiles = 100
)

const (
	maxOverhead = 1 << 20  // bytes that a zip may have beyond its files
	maxEntries  = 20_000   // places in a zip that look like an entry of its directory; those of zips inside of it count too
	maxRatio    = 200      // of unpacked to packed, for what is larger than fineRatio: text reaches 20, black and white scans 100
	fineRatio   = 1 << 20  // bytes
	maxManifest = 64 << 10 // bytes
)

// checkSizes sees that a list of files stays within the limits.
func checkSizes(files []Content) error {
	if len(files) > MaxFiles {
		return fmt.Errorf("it has %d files; a hand-in has up to %d, so put pages into one PDF", len(files), MaxFiles)
	}
	total := 0
	for _, f := range files {
		if len(f.Data) > MaxFile {
			return tooLarge(f.Name)
		}
		total += len(f.Data)
	}
	if total > MaxTotal {
		return fmt.Errorf("its files have %d MB together; a hand-in has up to %d MB, so scan with fewer colours or dots", total>>20, MaxTotal>>20)
	}
	return nil
}

func tooLarge(name string) error {
	return fmt.Errorf("the file %q is larger than %d MB, which is the limit for one file", name, MaxFile>>20)
}
