package blobs

// syncDir does nothing: the system writes a rename by itself.
func syncDir(string) error { return nil }
