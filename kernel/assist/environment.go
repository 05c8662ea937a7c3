package assist

// Use sets variables in addition to Options.Env, in the place of earlier ones, and a folder whose Go files may change at any time, or "": packages
// are found in another way from now on. A gopls that runs makes way for another one with the next request. Use waits for nothing.
func (a *Assistant) Use(env []string, folder string) {
	a.server.use(env, folder)
	a.exports.use(env)
}

func (s *server) use(env []string, folder string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.more, s.folder, s.stale = env, folder, s.p != nil
}

func (e *exports) use(env []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.more = env
	e.known = map[string]*reading{}
}
