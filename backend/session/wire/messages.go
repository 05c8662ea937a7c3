package wire

import (
	"time"

	"github.com/gomlx/compute/shapes"
)

// Magic begins every Hello, so that a stranger on the socket is recognized.
const Magic = "gensci session"

// Hello is a client's first message.
type Hello struct {
	Version int
	Build   string // of the libraries that encode computations; see Build
	Client  string // for logs
}

// Encode appends the message.
func (m Hello) Encode(e *Encoder) {
	e.String(Magic)
	e.Int(m.Version)
	e.String(m.Build)
	e.String(m.Client)
}

// DecodeHello reads the body of a KindHello.
func DecodeHello(d *Decoder) (m Hello, ok bool) {
	magic := d.String()
	m.Version, m.Build, m.Client = d.Int(), d.String(), d.String()
	return m, d.Done() == nil && magic == Magic
}

// Welcome tells a client which engine it has reached.
type Welcome struct {
	Engine, Description  string
	Devices              []string // their descriptions
	Operations, DTypes   []int
	Functions, Constants bool // as in compute.Capabilities
}

// Encode appends the message.
func (m Welcome) Encode(e *Encoder) {
	e.String(m.Engine)
	e.String(m.Description)
	e.Uint(uint64(len(m.Devices)))
	for _, s := range m.Devices {
		e.String(s)
	}
	e.Ints(m.Operations)
	e.Ints(m.DTypes)
	e.Bool(m.Functions)
	e.Bool(m.Constants)
}

// DecodeWelcome reads the body of a KindWelcome.
func DecodeWelcome(d *Decoder) (m Welcome) {
	m.Engine, m.Description = d.String(), d.String()
	m.Devices = make([]string, d.length())
	for i := range m.Devices {
		m.Devices[i] = d.String()
	}
	m.Operations, m.DTypes = d.Ints(), d.Ints()
	m.Functions, m.Constants = d.Bool(), d.Bool()
	return m
}

// Upload makes buffer ID of the bytes that follow it in the frame.
type Upload struct {
	ID     uint64
	Device int
	Shape  shapes.Shape
}

// Encode appends the message.
func (m Upload) Encode(e *Encoder) {
	e.Uint(m.ID)
	e.Int(m.Device)
	e.Shape(m.Shape)
}

// DecodeUpload reads what Encode wrote.
func DecodeUpload(d *Decoder) Upload {
	return Upload{ID: d.Uint(), Device: d.Int(), Shape: d.Shape()}
}

// Execute runs program Program on buffers Inputs. Its outputs get the handles First, First+1, …
type Execute struct {
	Program uint64
	Device  int
	First   uint64
	Inputs  []uint64
	Donate  []uint64 // positions in Inputs
}

// Encode appends the message.
func (m Execute) Encode(e *Encoder) {
	e.Uint(m.Program)
	e.Int(m.Device)
	e.Uint(m.First)
	e.Uints(m.Inputs)
	e.Uints(m.Donate)
}

// DecodeExecute reads the body of a KindExecute.
func DecodeExecute(d *Decoder) Execute {
	return Execute{Program: d.Uint(), Device: d.Int(), First: d.Uint(), Inputs: d.Uints(), Donate: d.Uints()}
}

// Free gives buffers and programs back.
type Free struct{ Buffers, Programs []uint64 }

// Encode appends the message.
func (m Free) Encode(e *Encoder) {
	e.Uints(m.Buffers)
	e.Uints(m.Programs)
}

// DecodeFree reads the body of a KindFree.
func DecodeFree(d *Decoder) Free { return Free{Buffers: d.Uints(), Programs: d.Uints()} }

// Entry is a tensor of named state.
type Entry struct {
	Name  string
	ID    uint64 // the client's handle
	Shape shapes.Shape
}

// Publish replaces what Name stands for by Entries, all at once. Without entries Name stands for nothing.
type Publish struct {
	Name    string
	Note    string  // kept beside the tensors: settings, a type
	Entries []Entry // shapes are not sent
}

// Encode appends the message.
func (m Publish) Encode(e *Encoder) {
	e.String(m.Name)
	e.String(m.Note)
	e.Uint(uint64(len(m.Entries)))
	for _, x := range m.Entries {
		e.String(x.Name)
		e.Uint(x.ID)
	}
}

// DecodePublish reads the body of a KindPublish.
func DecodePublish(d *Decoder) Publish {
	m := Publish{Name: d.String(), Note: d.String()}
	m.Entries = make([]Entry, d.length())
	for i := range m.Entries {
		m.Entries[i] = Entry{Name: d.String(), ID: d.Uint()}
	}
	return m
}

// Open asks for the Count tensors that Name stands for; they get the handles First, First+1, …
type Open struct {
	Name  string
	First uint64
	Count int
}

// Encode appends the message.
func (m Open) Encode(e *Encoder) {
	e.String(m.Name)
	e.Uint(m.First)
	e.Int(m.Count)
}

// DecodeOpen reads the body of a KindOpen.
func DecodeOpen(d *Decoder) Open { return Open{Name: d.String(), First: d.Uint(), Count: d.Int()} }

// State is one name with what it stands for.
type State struct {
	Name, Note string
	When       time.Time // published
	Bytes      int
	OnDisk     bool
	Entries    []Entry // without handles in a list
}

// EncodeStates writes the answer to List (all names) and to Open (one).
func EncodeStates(e *Encoder, states []State) {
	e.Uint(uint64(len(states)))
	for _, s := range states {
		e.String(s.Name)
		e.String(s.Note)
		e.Int(int(s.When.UnixNano()))
		e.Int(s.Bytes)
		e.Bool(s.OnDisk)
		e.Uint(uint64(len(s.Entries)))
		for _, x := range s.Entries {
			e.String(x.Name)
			e.Uint(x.ID)
			e.Shape(x.Shape)
		}
	}
}

// DecodeStates reads the body of a KindListing.
func DecodeStates(d *Decoder) []State {
	states := make([]State, d.length())
	for i := range states {
		s := &states[i]
		s.Name, s.Note, s.When, s.Bytes, s.OnDisk = d.String(), d.String(), time.Unix(0, int64(d.Int())), d.Int(), d.Bool()
		s.Entries = make([]Entry, d.length())
		for j := range s.Entries {
			s.Entries[j] = Entry{Name: d.String(), ID: d.Uint(), Shape: d.Shape()}
		}
	}
	return states
}

// Failure says what went wrong. Program and Record (counted from 1) tell where, if they are not 0.
type Failure struct {
	Text    string
	Program uint64
	Record  int
}

// Encode appends the message.
func (m Failure) Encode(e *Encoder) {
	if len(m.Text) > MaxString {
		m.Text = m.Text[:MaxString]
	}
	e.String(m.Text)
	e.Uint(m.Program)
	e.Int(m.Record)
}

// DecodeFailure reads the body of a KindFailure.
func DecodeFailure(d *Decoder) Failure {
	return Failure{Text: d.String(), Program: d.Uint(), Record: d.Int()}
}

// Counters are what a server has done and holds.
type Counters struct {
	Compiled, Hits             int // programs compiled; asked for again and found
	Programs                   int // held
	ProgramBytes               int // an estimate
	Clients                    int
	Buffers                    int
	BufferBytes                int
	Executions                 int
	Names, NamedBytes, Unsaved int
}

func (m *Counters) fields() []*int {
	return []*int{&m.Compiled, &m.Hits, &m.Programs, &m.ProgramBytes, &m.Clients, &m.Buffers, &m.BufferBytes, &m.Executions, &m.Names, &m.NamedBytes, &m.Unsaved}
}

// Encode appends the message.
func (m Counters) Encode(e *Encoder) {
	for _, f := range m.fields() {
		e.Int(*f)
	}
}

// DecodeCounters reads the body of a KindCounters.
func DecodeCounters(d *Decoder) (m Counters) {
	for _, f := range m.fields() {
		*f = d.Int()
	}
	return m
}
