package assemble

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/storage/centraldb"
)

// list is the folder's list of redactions, which stands outside the database.
func (c *CentralSet) list() *centraldb.RedactionList {
	return centraldb.NewRedactionList(c.path(centralListFile))
}

// centralListFile is where a folder keeps the list of redactions.
const centralListFile = centraldb.RedactionFile

// mend takes out of a database what the folder's list has, so that no word of it
// stands in a file that is put back.
func (c *CentralSet) mend(ctx context.Context, db *centraldb.DB, now func() time.Time) error {
	s, err := central.New(db, central.Options{Now: now, List: c.list()})
	if err != nil {
		return err
	}
	_, err = s.MendRedactions(ctx)
	return err
}

// mendFormer does it to the database that a restore left beside the present one.
func (c *CentralSet) mendFormer(ctx context.Context) (err error) {
	path := c.path(centralFile + former)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	db, err := centraldb.Open(ctx, path, centraldb.Options{Now: c.o.Now})
	if civic.Is(err, civic.Damaged) {
		return removeDatabase(path) // nobody could take the words out of it
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return c.mend(ctx, db, c.o.Now)
}
