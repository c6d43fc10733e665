package shell

// Idle looks whether the window was left alone, as it does now and then.
func (s *Shell) Idle() { s.idle() }

// Locked tells whether the window is hidden.
func (s *Shell) Locked() bool { return s.lock.on }

// LocksAfter tells whether the window would lock at all.
func (s *Shell) LocksAfter() bool { return s.lock.after > 0 }

// RouteOf gives the route of a link.
func RouteOf(link string) (string, bool) { return routeOf(link) }
