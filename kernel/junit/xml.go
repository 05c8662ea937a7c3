package junit

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// counts are attributes of the report and of its suites.
type counts struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Skipped  int `xml:"skipped,attr"`
}

func (c *counts) add(d counts) {
	c.Tests += d.Tests
	c.Failures += d.Failures
	c.Errors += d.Errors
	c.Skipped += d.Skipped
}

type xmlSuites struct {
	XMLName xml.Name `xml:"testsuites"`
	Name    string   `xml:"name,attr"`
	counts
	Time   string     `xml:"time,attr"`
	Suites []xmlSuite `xml:"testsuite"`
}

type xmlSuite struct {
	Name string `xml:"name,attr"`
	File string `xml:"file,attr"`
	counts
	Time      string    `xml:"time,attr"`
	Timestamp string    `xml:"timestamp,attr,omitempty"` // UTC
	Cases     []xmlCase `xml:"testcase"`
}

type xmlCase struct {
	Class   string      `xml:"classname,attr"`
	Name    string      `xml:"name,attr"`
	File    string      `xml:"file,attr"`
	Time    string      `xml:"time,attr"`
	Failure *xmlFailure `xml:"failure"`
	Error   *xmlFailure `xml:"error"`
	Skipped *xmlSkipped `xml:"skipped"`
	Out     *xmlText    `xml:"system-out"`
	Err     *xmlText    `xml:"system-err"`
}

func (c xmlCase) counts() counts {
	n := counts{Tests: 1}
	switch {
	case c.Failure != nil:
		n.Failures = 1
	case c.Error != nil:
		n.Errors = 1
	case c.Skipped != nil:
		n.Skipped = 1
	}
	return n
}

type xmlFailure struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	xmlText
}

type xmlSkipped struct {
	Message string `xml:"message,attr"`
}

// xmlText is text between tags. Lines and tabs stay what they are, which package xml would write as numbers.
type xmlText struct {
	Escaped string `xml:",innerxml"`
}

var readable = strings.NewReplacer("&#xA;", "\n", "&#x9;", "\t", "&#34;", `"`, "&#39;", "'")

func textOf(text string) xmlText {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer takes everything
	return xmlText{readable.Replace(b.String())}
}

func textOrNone(text string) *xmlText {
	if text == "" {
		return nil
	}
	t := textOf(text)
	return &t
}
