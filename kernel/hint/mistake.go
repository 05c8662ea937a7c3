package hint

import (
	"os"
	"regexp"
	"strings"
	"sync"
)

// Mistake is what went wrong, as a compiler, the runtime or a library says it, and where. All but Message may be missing.
type Mistake struct {
	Message string
	Line    string // that the message is about
	Above   string // the lines before it in the same cell
	// Names returns what can be written after "pkg.", or alone if pkg is "".
	Names func(pkg string) []string
}

// For returns what to do about a mistake, or "" where nothing is certain to help.
func For(m Mistake) string {
	m.Message = Sentence(m.Message)
	m.Line = strings.TrimSpace(m.Line)
	f := found{Mistake: m, code: blank(m.Line)}
	for _, r := range rules() {
		if advice := r.advise(f); advice != "" {
			return advice
		}
	}
	return ""
}

// rules are all rules; the first one that has something to say wins.
var rules = sync.OnceValue(func() (all []rule) {
	for _, table := range [][]rule{
		pythonRules(), syntaxRules(), nameRules(), selectorRules(), assignRules(), callRules(), mixRules(), convertRules(), operatorRules(), panicRules(),
		graphRules(), tensorRules(),
	} {
		all = append(all, table...)
	}
	return all
})

// rule is one mistake: what the message says, what the line looks like, what to do.
type rule struct {
	message *regexp.Regexp
	line    *regexp.Regexp // of the line as found.code; nil: any
	advice  string         // $name is what the group of that name matched in the message or the line
	say     func(found) string
}

// found is a mistake for which a rule matches.
type found struct {
	Mistake
	code  string // Line, without what stands in texts, and without a comment
	words map[string]string
}

// when is the rule for messages that match a pattern.
func when(message, advice string) rule {
	return rule{message: regexp.MustCompile(message), advice: advice}
}

// whenSay is a rule that needs more than a pattern; say may return "".
func whenSay(message string, say func(found) string) rule {
	return rule{message: regexp.MustCompile(message), say: say}
}

// on adds a pattern for the line.
func (r rule) on(line string) rule {
	r.line = regexp.MustCompile(line)
	return r
}

// within adds a pattern for the line as it stands, texts and comments included.
func (r rule) within(line string) rule {
	pattern, advice := regexp.MustCompile(line), r.advice
	r.say = func(f found) string {
		if !pattern.MatchString(f.Line) {
			return ""
		}
		return f.fill(advice)
	}
	return r
}

func (r rule) advise(f found) string {
	f.words = map[string]string{}
	if !f.match(r.message, f.Message, f.Message) || r.line != nil && !f.match(r.line, f.code, f.Line) {
		return ""
	}
	if r.say != nil {
		return r.say(f)
	}
	return f.fill(r.advice)
}

// match notes what the named groups of a pattern matched: the same bytes of source, whose texts are not blanked.
func (f found) match(pattern *regexp.Regexp, text, source string) bool {
	at := pattern.FindStringSubmatchIndex(text)
	if at == nil {
		return false
	}
	for i, name := range pattern.SubexpNames() {
		if name != "" && at[2*i] >= 0 {
			f.words[name] = strings.TrimSpace(source[at[2*i]:at[2*i+1]])
		}
	}
	return true
}

func (f found) fill(advice string) string {
	return os.Expand(advice, func(n string) string { return f.words[n] })
}

// names is Names, or nothing.
func (f found) names(pkg string) []string {
	if f.Names == nil {
		return nil
	}
	return f.Names(pkg)
}
