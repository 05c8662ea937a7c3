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
	// Names returns what can be written after "pkg.", or alone if pkg is "". For "pkg.Type" it returns the fields and methods, these with () behind.
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

// rule is one mistake: what the message says, what the line looks like, and what to do. Patterns are compiled when the first mistake comes.
type rule struct {
	message string             // pattern
	line    string             // pattern of found.code
	raw     string             // pattern of the line with texts and comments
	advice  string             // $name is what the group of that name matched in the message or the line
	say     func(found) string // instead of advice, where that takes more than a pattern; it may return ""
}

// when is the rule for messages that match a pattern.
func when(message, advice string) rule { return rule{message: message, advice: advice} }

// whenSay is a rule with a function.
func whenSay(message string, say func(found) string) rule { return rule{message: message, say: say} }

// on adds a pattern for the line.
func (r rule) on(line string) rule {
	r.line = line
	return r
}

// within adds a pattern for the line as it stands, texts and comments included.
func (r rule) within(line string) rule {
	r.raw = line
	return r
}

// rules are all rules; the first one that has something to say wins.
var rules = sync.OnceValue(func() (all []compiled) {
	for _, table := range [][]rule{
		pythonRules, syntaxRules, nameRules, matrixRules, selectorRules, assignRules, callRules, mixRules, convertRules, operatorRules, panicRules, graphRules, tensorRules,
	} {
		for _, r := range table {
			all = append(all, compiled{r, regexp.MustCompile(r.message), regexp.MustCompile(r.line), regexp.MustCompile(r.raw)})
		}
	}
	return all
})

// compiled is a rule with its patterns; an empty one matches everything.
type compiled struct {
	rule
	message, line, raw *regexp.Regexp
}

// found is a mistake for which a rule matches.
type found struct {
	Mistake
	code  string // Line, without what stands in texts, and without a comment
	words map[string]string
}

func (r compiled) advise(f found) string {
	f.words = map[string]string{}
	if !f.match(r.message, f.Message, f.Message) || !f.match(r.line, f.code, f.Line) || !r.raw.MatchString(f.Line) {
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
