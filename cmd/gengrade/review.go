package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/course"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/grade/rerun"
	"github.com/gensci/gensci/grade/review"
)

// reviewFlags are those of gengrade review.
type reviewFlags struct {
	tutors          []string
	share           string
	anonymous       bool
	addr, cert, key string
	hub             string
	run             bool
}

func newReview() *cobra.Command {
	var f reviewFlags
	c := &cobra.Command{
		Use:   "review SHEET",
		Short: "Mark what persons mark, on a web page",
		Long: `Review serves a page on which tutors mark by hand, one answer at a time beside its task and mark scheme, with the keyboard alone (? shows the keys). It prints a
link for each tutor, which works once and lets the browser in that opens it until the page is stopped (Ctrl-C). Several may mark at once; a mark that
somebody else has changed meanwhile is refused, and both are shown. docs/teach-review.md has more.`,
		Example: `  gengrade review 22
  gengrade review 22 --tutor eve --tutor max --share round-robin
  gengrade review 22 --run         # what notebooks show now, beside what was handed in
  gengrade review 22 --anonymous   # pseudonyms in the place of names
  gengrade review 22 --addr marks.example.org:8443 --tls-cert cert.pem --tls-key key.pem`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return withCourse(c, func(o opened) error { return f.serve(c, o, args[0]) })
		},
	}
	c.Flags().StringSliceVar(&f.tutors, "tutor", nil, "who marks (default: the tutors of course.toml, or you)")
	c.Flags().StringVar(&f.share, "share", "", "how hand-ins are shared: all, tutor, group or round-robin (default: tutor if the roster names them, else all)")
	c.Flags().BoolVar(&f.anonymous, "anonymous", false, "show pseudonyms in the place of names and ids")
	c.Flags().StringVar(&f.addr, "addr", "127.0.0.1:0", "where to listen; other machines only with TLS")
	c.Flags().StringVar(&f.cert, "tls-cert", "", "the certificate's file")
	c.Flags().StringVar(&f.key, "tls-key", "", "the file of the certificate's key")
	c.Flags().BoolVar(&f.run, "run", false, "run the notebooks again, each in a sandbox, to show what they show now beside what was handed in")
	c.Flags().StringVar(&f.hub, "behind-hub", "", "run as a service of JupyterHub, which browsers see at this address: https://hub.example.org")
	return c
}

func (f reviewFlags) serve(c *cobra.Command, o opened, name string) error {
	s, err := o.Sheet(name)
	if err != nil {
		return err
	}
	config, err := f.config(c, o, s)
	if err != nil {
		return err
	}
	again, err := f.again(c, o, &config)
	if err != nil {
		return err
	}
	if f.hub != "" {
		if err = f.behindHub(c, &config); err != nil {
			return err
		}
	}
	server, err := review.New(config)
	if err != nil {
		return err
	}
	listener, err := server.Listen(f.addr, f.cert, f.key)
	if err != nil {
		return err
	}
	f.greet(c, s.Name, config, server)
	ctx, stop := context.WithCancel(c.Context())
	defer stop()
	var running sync.WaitGroup
	running.Go(func() { again(ctx) }) // beside marking: there is something to look at before all have run
	err = server.Serve(c.Context(), listener)
	stop()
	running.Wait()
	return err
}

// again has the page show what notebooks showed when they were run again, and returns what runs those that were not, if that is wanted.
func (f reviewFlags) again(c *cobra.Command, o opened, config *review.Config) (run func(context.Context), err error) {
	kept := rerun.Kept{Submissions: o.Submissions()}
	config.Fresh = kept.Fresh
	if !f.run {
		return func(context.Context) {}, nil
	}
	machine, err := rerun.Here()
	kept.Run = machine.Run
	rule := config.Rule
	return func(ctx context.Context) {
		if bad := runAgain(ctx, o, rule, kept, c.ErrOrStderr()); bad != nil {
			fmt.Fprintln(c.ErrOrStderr(), "gengrade: notebooks are not run again: "+bad.Error())
		}
	}, err
}

// greet says where the page is.
func (f reviewFlags) greet(c *cobra.Command, sheet string, config review.Config, server *review.Server) {
	if f.hub != "" {
		fmt.Fprintf(c.OutOrStdout(), "Marking %s at %s%s\n", sheet, f.hub, config.Prefix)
		return
	}
	fmt.Fprintf(c.OutOrStdout(), "Marking %s. Each link works once; Ctrl-C ends the page.\n", sheet)
	for _, link := range server.Links() {
		fmt.Fprintf(c.OutOrStdout(), "%s: %s\n", link.Tutor, link.URL)
	}
}

// behindHub has a JupyterHub say who comes in: those named by --tutor, or all to whom the hub gives access to the service.
func (f *reviewFlags) behindHub(c *cobra.Command, config *review.Config) error {
	hub, err := review.NewJupyterHub(os.Getenv, f.tutors)
	if err != nil {
		return err
	}
	hub.Secure = strings.HasPrefix(f.hub, "https:")
	config.Hub, config.Origin, config.Prefix = hub.Tutor, f.hub, hub.Prefix
	if !c.Flags().Changed("addr") {
		where, bad := url.Parse(os.Getenv("JUPYTERHUB_SERVICE_URL"))
		if bad != nil || where.Host == "" {
			return errors.New("JUPYTERHUB_SERVICE_URL is not set: give the service a url in jupyterhub_config.py, or use --addr")
		}
		f.addr = where.Host
	}
	return nil
}

func (f reviewFlags) config(c *cobra.Command, o opened, s course.Sheet) (review.Config, error) {
	config := review.Config{Book: o.book, Rule: o.Rule(s), Folder: o.Submissions(), Tutors: f.tutors, Anonymous: f.anonymous}
	if len(config.Tutors) == 0 {
		config.Tutors = o.Tutors
	}
	if len(config.Tutors) == 0 {
		config.Tutors = []string{who(c)}
	}
	var err error
	if len(s.Tasks) == 0 {
		if config.Sheet, _, err = release.Current(o.Released(s)); err != nil {
			return config, err
		}
	}
	if config.Share, err = f.shares(c, o, config.Tutors); err != nil {
		return config, err
	}
	seed, err := o.Seed("pseudonyms", "")
	config.Key = strconv.AppendUint(nil, seed, 16)
	return config, err
}

// shares are what the flag says, else those of the roster if it names any of the tutors.
func (f reviewFlags) shares(c *cobra.Command, o opened, tutors []string) (review.Share, error) {
	if f.share != "" {
		return review.ParseShare(f.share)
	}
	students, err := o.book.Students(c.Context())
	for _, student := range students {
		if len(tutors) > 1 && slices.Contains(tutors, student.Tutor) {
			return review.ShareTutor, nil
		}
	}
	return review.ShareAll, err
}
