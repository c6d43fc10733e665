package blobs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"scranno/app/civic"
)

// Folder is a folder of files by hash. Its methods may be called from any
// goroutine, and in several processes on the same folder.
type Folder struct {
	root string
	mu   sync.Mutex
	busy map[string]*gate
}

// gate lets one goroutine at a time to a hash.
type gate struct {
	sync.Mutex
	users int
}

// New gives the folder at root, which is made when the first file comes.
func New(root string) *Folder { return &Folder{root: root, busy: map[string]*gate{}} }

const partsDir = "parts"

func (f *Folder) whole(hash string) string { return filepath.Join(f.root, hash[:2], hash) }

func (f *Folder) part(hash string, owner civic.ID) string {
	if owner == "" {
		return filepath.Join(f.root, partsDir, hash)
	}
	return filepath.Join(f.root, partsDir, hash+"."+string(owner))
}

func check(op, hash string, owner civic.ID) error {
	if !civic.ValidHash(hash) || owner != "" && !owner.Valid() {
		return civic.NewError(civic.Invalid, op, "invalid.attachment", "field", "hash")
	}
	return nil
}

// lock keeps others from the same hash until the given func is called.
func (f *Folder) lock(hash string) func() {
	f.mu.Lock()
	g := f.busy[hash]
	if g == nil {
		g = &gate{}
		f.busy[hash] = g
	}
	g.users++
	f.mu.Unlock()
	g.Lock()
	return func() {
		g.Unlock()
		f.mu.Lock()
		defer f.mu.Unlock()
		if g.users--; g.users == 0 {
			delete(f.busy, hash)
		}
	}
}

// Held tells whether the file is whole, and else how many bytes of the owner's
// part are here.
func (f *Folder) Held(_ context.Context, hash string, owner civic.ID) (held int64, whole bool, err error) {
	const op = "blobs.held"
	if err := check(op, hash, owner); err != nil {
		return 0, false, err
	}
	size, err := sizeOf(op, f.whole(hash))
	if err == nil {
		return size, true, nil
	}
	if !civic.Is(err, civic.NotFound) {
		return 0, false, err
	}
	if size, err = sizeOf(op, f.part(hash, owner)); civic.Is(err, civic.NotFound) {
		err = nil
	}
	return size, false, err
}

// Append adds what r gives to the owner's part. The last byte makes the file
// whole, once its hash is found to be right. What came before r failed stays,
// to be gone on from. Errors: Conflict ("attach.offset"), where the part does
// not end at the offset; Invalid ("attach.hash"), where the bytes are not those
// of the hash, and the part is dropped; Busy ("disk.full").
func (f *Folder) Append(ctx context.Context, p civic.FilePart, r io.Reader) (held int64, whole bool, err error) {
	const op = "blobs.append"
	if err := check(op, p.Hash, p.Owner); err != nil {
		return 0, false, err
	}
	if p.Size <= 0 || p.Size > civic.MaxBlob || p.Offset < 0 || p.Offset > p.Size {
		return 0, false, civic.NewError(civic.Invalid, op, "invalid.attachment", "field", "size")
	}
	defer f.lock(p.Hash)()
	path := f.part(p.Hash, p.Owner)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return 0, false, fileError(op, err)
	}
	release, err := claim(path)
	if err != nil {
		return 0, false, err
	}
	defer func() { err = errors.Join(err, release()) }()
	held, err = extend(ctx, path, p, r)
	if civic.Planted(civic.BugPartAttachment) && held > 0 {
		return p.Size, true, f.settle(path, p.Hash)
	}
	if err != nil || held < p.Size {
		return held, false, err
	}
	if err := verify(ctx, path, p); err != nil {
		if civic.Is(err, civic.Invalid) {
			return 0, false, errors.Join(err, fileError(op, os.Remove(path)))
		}
		return held, false, err
	}
	if err := f.settle(path, p.Hash); err != nil {
		return held, false, err
	}
	return p.Size, true, nil
}

// extend writes r at the end of the part and gives the length it has reached.
func extend(ctx context.Context, path string, p civic.FilePart, r io.Reader) (held int64, err error) {
	const op = "blobs.append"
	out, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600) //nolint:gosec // the name is a hash
	if err != nil {
		return 0, fileError(op, err)
	}
	defer func() {
		if cerr := out.Close(); err == nil {
			err = fileError(op, cerr)
		}
	}()
	info, err := out.Stat()
	if err != nil {
		return 0, fileError(op, err)
	}
	held = info.Size()
	if held != p.Offset {
		return held, civic.NewError(civic.Conflict, op, "attach.offset")
	}
	buf := make([]byte, 64<<10)
	for {
		if err := ctx.Err(); err != nil {
			return held, err
		}
		n, rerr := r.Read(buf)
		if held+int64(n) > p.Size {
			return held, civic.NewError(civic.TooLarge, op, "invalid.attachment", "field", "size")
		}
		if n > 0 {
			w, err := out.Write(buf[:n])
			held += int64(w)
			if err != nil {
				return held, fileError(op, err)
			}
		}
		if errors.Is(rerr, io.EOF) {
			break
		}
		if rerr != nil {
			return held, civic.WrapError(civic.Offline, op, rerr)
		}
	}
	return held, fileError(op, out.Sync())
}

// verify is what makes a part a whole: as many bytes, and the right ones.
func verify(ctx context.Context, path string, p civic.FilePart) (err error) {
	const op = "blobs.verify"
	in, err := os.Open(path) //nolint:gosec // the name is a hash
	if err != nil {
		return fileError(op, err)
	}
	defer func() { _ = in.Close() }() // only read
	sum := sha256.New()
	n, err := io.Copy(sum, stoppable(ctx, in))
	if err != nil {
		return fileError(op, err)
	}
	if n != p.Size || hex.EncodeToString(sum.Sum(nil)) != p.Hash {
		return civic.NewError(civic.Invalid, op, "attach.hash")
	}
	return nil
}

// reader is a reader that ends with its context.
type reader func(p []byte) (int, error)

func (r reader) Read(p []byte) (int, error) { return r(p) }

func stoppable(ctx context.Context, r io.Reader) reader {
	return func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return r.Read(p)
	}
}

// settle gives a verified part its place. Where another has brought the same
// file meanwhile, that one stays.
func (f *Folder) settle(path, hash string) error {
	const op = "blobs.settle"
	whole := f.whole(hash)
	if _, err := os.Stat(whole); err == nil {
		return fileError(op, os.Remove(path))
	}
	if err := os.MkdirAll(filepath.Dir(whole), 0o700); err != nil {
		return fileError(op, err)
	}
	if err := os.Rename(path, whole); err != nil {
		return fileError(op, err)
	}
	return fileError(op, syncDir(filepath.Dir(whole)))
}

// Open gives the bytes of a whole file and how many they are; NotFound where it
// is not whole.
func (f *Folder) Open(_ context.Context, hash string) (io.ReadSeekCloser, int64, error) {
	const op = "blobs.open"
	if err := check(op, hash, ""); err != nil {
		return nil, 0, err
	}
	in, err := os.Open(f.whole(hash))
	if err != nil {
		return nil, 0, fileError(op, err)
	}
	info, err := in.Stat()
	if err != nil {
		return nil, 0, errors.Join(fileError(op, err), in.Close())
	}
	return in, info.Size(), nil
}

// Remove takes a file and all its parts away; none is no error.
func (f *Folder) Remove(_ context.Context, hash string) error {
	const op = "blobs.remove"
	if err := check(op, hash, ""); err != nil {
		return err
	}
	defer f.lock(hash)()
	entries, err := os.ReadDir(filepath.Join(f.root, partsDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fileError(op, err)
	}
	all := []string{f.whole(hash)}
	for _, e := range entries {
		if name, _, _ := strings.Cut(e.Name(), "."); name == hash {
			all = append(all, filepath.Join(f.root, partsDir, e.Name()))
		}
	}
	for _, path := range all {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fileError(op, err)
		}
	}
	return nil
}

func sizeOf(op, path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, fileError(op, err)
	}
	return info.Size(), nil
}

// fileError gives an error of the system its kind.
func fileError(op string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return civic.NewError(civic.NotFound, op, "")
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return &civic.Error{Kind: civic.Busy, Op: op, Key: "disk.full", Err: bare(err)}
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return &civic.Error{Kind: civic.Forbidden, Op: op, Key: "disk.denied", Err: bare(err)}
	}
	return civic.WrapError(civic.Internal, op, bare(err))
}

// bare leaves the path out: logs name no files.
func bare(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("%s: %w", e.Op, e.Err)
	}
	return err
}
