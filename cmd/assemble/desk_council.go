package assemble

import (
	"context"
	"crypto/rand"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/storage/deskdb"
)

// council joins the room of the person's own council to the same store and the
// same files as the desk.
func (s *DeskSet) council(o DeskOptions) (*council.Council, error) {
	return council.New(council.Options{
		Store: s.store, Reader: fileReader(), Files: ownFolder{s}, Bodies: s.Bodies, Log: o.Log, Now: o.Now, Rand: rand.Reader,
	})
}

// ownFolder keeps papers where the desk keeps attachments.
type ownFolder struct{ set *DeskSet }

func (f ownFolder) AddFile(ctx context.Context, path string) (civic.Attachment, error) {
	return f.set.Desk.AddFile(ctx, path)
}

var _ council.Store = (*deskdb.Store)(nil)
