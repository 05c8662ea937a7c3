package install

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// wheel names a package on a Python index and the one file in it that we want. A wheel is a zip file (PEP 427).
type wheel struct {
	project, version string
	sha256           string // of the wheel
	member           string // path of the shared library in the wheel
	librarySHA256    string // of the shared library
	bytes            int64  // free disk space that fetching takes: the wheel, pip's copy of it, the library
}

// cpuWheel is OpenXLA's CPU plugin as published on PyPI.
var cpuWheel = wheel{
	project:       "xla-cpu-pjrt",
	version:       "0.0.1",
	sha256:        "55837b6b7b47daa717f2d9a5a03563ea0ceaa338d06a81a1e2d3f060d960decc",
	member:        "xla_plugins/xla_cpu_pjrt/xla_cpu_pjrt.so",
	librarySHA256: "88c3f28c5900f48ad4a82cab9e79bba9537809743395e341485f8794268820dc",
	bytes:         390 << 20,
}

// unpack verifies the file and writes its library to target, synced to disk.
func (w wheel) unpack(file, target string, report Progress) error {
	report(Verifying, 0)
	hash, err := fileHash(file)
	if err != nil {
		return fmt.Errorf("the downloaded plugin cannot be read: %w", err)
	}
	if hash != w.sha256 {
		return fmt.Errorf("the downloaded %s %s is not the published file (SHA-256 %s, want %s) and was thrown away: try again, or ask whoever runs your package index", w.project, w.version, hash, w.sha256)
	}
	archive, err := zip.OpenReader(file)
	if err != nil {
		return fmt.Errorf("the downloaded plugin cannot be unpacked: %w", err)
	}
	defer archive.Close()
	member, err := archive.Open(w.member)
	if err != nil {
		return fmt.Errorf("the downloaded plugin holds no %s: %w", w.member, err)
	}
	defer member.Close()
	return explainDisk(writeSynced(target, member, report))
}

// writeSynced copies r to a new file and returns after the data are on the disk.
func writeSynced(path string, r io.Reader, report Progress) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, &counted{r: r, report: report})
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// counted reports the bytes read through it.
type counted struct {
	r      io.Reader
	n      int64
	report Progress
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	c.report(Unpacking, c.n)
	return n, err
}

// explainDisk says what to do about a full disk.
func explainDisk(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return fmt.Errorf("no room for the XLA plugin (free %d MB, or set XDG_DATA_HOME to a roomier disk): %w", cpuWheel.bytes>>20, err)
	default:
		return fmt.Errorf("the XLA plugin cannot be written: %w", err)
	}
}

// fileHash returns the SHA-256 of a file in hexadecimal.
func fileHash(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
