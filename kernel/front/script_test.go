package front

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// step is a part of a conversation: the client says something, and hears all that answers it.
type step struct {
	text     string // as it is written, without what the kernel says
	says     []said
	until    []string // beginnings of lines: when they have come, the client goes on; if there are none, when all its requests are done
	apart    bool     // the answers to different requests come in no particular order
	answered bool     // what the kernel says has begun
}

// said is a message of the client's.
type said struct {
	number  int    // of a request; 0 for what is not answered
	channel string // shell, control or stdin
	kind    string
	content dict
	forged  bool
}

var (
	saidLine  = regexp.MustCompile(`^(\d*)(forged)?> (\w+) (\w+) (.*)$`)
	heardLine = regexp.MustCompile(`^\d+< `)
)

// parse reads a conversation.
func parse(t *testing.T, text string) (steps []*step) {
	t.Helper()
	s := &step{}
	for line := range strings.Lines(text) {
		bare := strings.TrimSuffix(line, "\n")
		if heardLine.MatchString(bare) {
			s.answered = true
			continue
		}
		if s.answered || bare == "" && len(s.says) > 0 {
			steps, s = append(steps, s), &step{}
		}
		s.text += line
		m := saidLine.FindStringSubmatch(bare)
		switch code, indented := strings.CutPrefix(bare, "\t"); {
		case indented:
			s.says[len(s.says)-1].add(code)
		case m != nil:
			message := said{channel: m[3], kind: m[4], forged: m[2] != ""}
			message.number, _ = strconv.Atoi(m[1])
			if err := json.Unmarshal([]byte(m[5]), &message.content); err != nil {
				t.Fatalf("%s: %v", bare, err)
			}
			s.says = append(s.says, message)
		case strings.HasPrefix(bare, "until "):
			s.until = append(s.until, strings.TrimPrefix(bare, "until "))
		case bare == "in any order":
			s.apart = true
		case bare != "" && !strings.HasPrefix(bare, "#"):
			t.Fatalf("not understood: %s", bare)
		}
	}
	return append(steps, s)
}

// add adds a line of code.
func (s *said) add(line string) {
	if code, ok := s.content["code"].(string); ok {
		line = code + "\n" + line
	}
	s.content["code"] = line
}
