package desk

import (
	"context"
	"crypto/ed25519"
	"io"
	"slices"

	"filippo.io/age"

	"scranno/app/civic"
)

// KeyView is a key of the person's as a screen shows it. Only this device's own
// has its code: the others' are read on the other devices.
type KeyView struct {
	ID       civic.ID
	Name     string
	Key      civic.DeviceKey
	Mine     bool // of this device
	Believed bool // what is sealed here is sealed to it
	Revoked  bool
}

// KeyRing is who can read what this person's devices seal.
type KeyRing struct {
	Code     string // of this device's key, to be typed on another one; empty: it has none yet
	Excluded bool   // another device revoked this one's key
	Keys     []KeyView
	Recovery bool // there is a recovery code
	Unread   int  // sealed drafts that cannot be read here
}

// Keys tells which keys there are: believed ones, and those that the person is
// to be asked about.
func (d *Desk) Keys(ctx context.Context) (KeyRing, error) {
	var out KeyRing
	p, err := d.me(ctx)
	if err != nil {
		return out, err
	}
	own, err := d.identity(ctx)
	if err != nil && !civic.Is(err, civic.NotFound) {
		return out, err
	}
	if err := d.tendSealed(ctx); err != nil {
		return out, err
	}
	records, err := d.o.Store.SealedRecords(ctx)
	if err != nil {
		return out, err
	}
	believed, err := d.believed(ctx)
	if err != nil {
		return out, err
	}
	if own != nil {
		k := believed[own.id]
		out.Code, out.Excluded = codeOf(p.Person, own.id, own.public()), k.Revoked
	}
	seen := map[civic.ID]bool{}
	add := func(id civic.ID, k civic.DeviceKey) {
		t, ok := believed[id]
		seen[id] = true
		v := KeyView{ID: id, Name: k.Name, Key: k, Mine: own != nil && id == own.id, Believed: ok && !t.Revoked, Revoked: t.Revoked}
		out.Recovery = out.Recovery || v.Believed && k.Recovery
		out.Keys = append(out.Keys, v)
	}
	for _, id := range sortedKeys(believed) {
		add(id, believed[id].Key)
	}
	for _, r := range records {
		k, err := civic.DecodeBody[civic.DeviceKey](r)
		if r.Kind == civic.KindDeviceKey && err == nil && !seen[r.ID] && !k.Recovery && k.Revoked == nil {
			add(r.ID, k)
		}
	}
	unread, err := d.unreadable(ctx, records)
	out.Unread = len(unread)
	return out, err
}

func sortedKeys(m map[civic.ID]civic.TrustedKey) []civic.ID {
	var ids []civic.ID
	for id := range m {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b civic.ID) int {
		if c := m[a].At.Compare(m[b].At); c != 0 {
			return c
		}
		if a < b {
			return -1
		}
		return 1
	})
	return ids
}

// identity gives this device's secret keys. NotFound: it has none yet.
func (d *Desk) identity(ctx context.Context) (*identity, error) {
	if d.o.Vault == nil {
		return nil, civic.NewError(civic.NotFound, "desk.keys", "")
	}
	d.mu.Lock()
	own := d.own
	d.mu.Unlock()
	if own != nil {
		return own, nil
	}
	text, err := d.o.Vault.Secret(ctx)
	if err != nil {
		return nil, err
	}
	if own, err = identityOf(text); err != nil {
		return nil, err
	}
	d.mu.Lock()
	d.own = own
	d.mu.Unlock()
	return own, nil
}

// AddThisDevice makes this device's keys, where it has none, and lets the
// person's other devices know of them. Those ask the person before they use
// them. The name helps to tell the devices apart.
func (d *Desk) AddThisDevice(ctx context.Context, name string) (KeyRing, error) {
	if _, err := d.ensureIdentity(ctx, name); err != nil {
		return KeyRing{}, err
	}
	d.Nudge()
	return d.Keys(ctx)
}

func (d *Desk) ensureIdentity(ctx context.Context, name string) (*identity, error) {
	const op = "desk.keys"
	own, err := d.identity(ctx)
	if civic.Is(err, civic.NotFound) {
		if d.o.Vault == nil {
			return nil, civic.NewError(civic.Internal, op, "keys.no_vault")
		}
		own, err = d.newIdentity(ctx)
	}
	if err != nil {
		return nil, err
	}
	believed, err := d.believed(ctx)
	if err != nil {
		return nil, err
	}
	if t, ok := believed[own.id]; ok {
		if t.Revoked {
			return nil, civic.NewError(civic.Forbidden, op, "keys.excluded")
		}
		return own, nil
	}
	if name = civic.CleanText(name); name == "" || len(name) > civic.MaxName {
		name = d.o.DeviceName
	}
	k := own.public()
	k.Name, k.Made = name, d.now()
	if err := d.o.Store.Believe(ctx, []civic.TrustedKey{{ID: own.id, Key: k, At: d.now()}}); err != nil {
		return nil, err
	}
	_, err = d.do(ctx, civic.CmdKey, civic.KeyArgs{ID: own.id, Key: k}, target{subject: name})
	return own, err
}

func (d *Desk) newIdentity(ctx context.Context) (*identity, error) {
	const op = "desk.keys"
	open, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, civic.WrapError(civic.Internal, op, err)
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(d.o.Rand, seed); err != nil {
		return nil, civic.WrapError(civic.Internal, op, err)
	}
	id, err := d.newID()
	if err != nil {
		return nil, err
	}
	own := &identity{id: id, open: open, sign: ed25519.NewKeyFromSeed(seed)}
	text, err := own.text()
	if err != nil {
		return nil, err
	}
	err = d.o.Vault.KeepSecret(ctx, text)
	if civic.Is(err, civic.Conflict) { // another program of this profile was faster
		return d.identity(ctx)
	}
	return own, err
}

func (d *Desk) believed(ctx context.Context) (map[civic.ID]civic.TrustedKey, error) {
	all, err := d.o.Store.BelievedKeys(ctx)
	out := make(map[civic.ID]civic.TrustedKey, len(all))
	for _, k := range all {
		if k.Group == "" {
			out[k.ID] = k
		}
	}
	return out, err
}

// keyRecord finds a key as the feed brought it.
func (d *Desk) keyRecord(ctx context.Context, id civic.ID) (civic.DeviceKey, error) {
	records, err := d.o.Store.SealedRecords(ctx)
	if err != nil {
		return civic.DeviceKey{}, err
	}
	for _, r := range records {
		if r.ID == id && r.Kind == civic.KindDeviceKey {
			return civic.DecodeBody[civic.DeviceKey](r)
		}
	}
	return civic.DeviceKey{}, civic.NewError(civic.NotFound, "desk.keys", "")
}

// ConfirmKey believes another device's key once the person has typed the code
// that this device shows. Invalid: the code is another one.
func (d *Desk) ConfirmKey(ctx context.Context, id civic.ID, typed string) error {
	p, err := d.me(ctx)
	if err != nil {
		return err
	}
	own, err := d.ensureIdentity(ctx, "")
	if err != nil {
		return err
	}
	k, err := d.keyRecord(ctx, id)
	if err != nil {
		return err
	}
	if k.Recovery || k.Revoked != nil || typedCode(typed) != codeOf(p.Person, id, k) {
		return civic.NewError(civic.Invalid, "desk.confirm_key", "keys.code_differs")
	}
	return d.believe(ctx, own, p.Person, id, k)
}

// believe takes a key up, says so where the other devices see it, and opens
// and seals anew.
func (d *Desk) believe(ctx context.Context, own *identity, person, id civic.ID, k civic.DeviceKey) error {
	bare := k
	bare.Certs, bare.Revoked = nil, nil
	if err := d.o.Store.Believe(ctx, []civic.TrustedKey{{ID: id, Key: bare, At: d.now()}}); err != nil {
		return err
	}
	if own != nil {
		k.Certs = append(k.Certs, own.cert(claim{saysMine, person, id, k}))
		if _, err := d.do(ctx, civic.CmdKey, civic.KeyArgs{ID: id, Key: k}, target{subject: k.Name}); err != nil {
			return err
		}
	}
	return d.toSend(d.tendSealed(ctx))
}

// RevokeKey stops sealing to a key: a lost computer, or a recovery code that was
// seen by others. What was sealed before stays readable to who has it. Keys that
// it alone vouched for are asked about again.
func (d *Desk) RevokeKey(ctx context.Context, id civic.ID) error {
	const op = "desk.revoke_key"
	p, err := d.me(ctx)
	if err != nil {
		return err
	}
	own, err := d.identity(ctx)
	if err != nil {
		return err
	}
	believed, err := d.believed(ctx)
	if err != nil {
		return err
	}
	t, ok := believed[id]
	switch {
	case id == own.id:
		return civic.NewError(civic.Invalid, op, "keys.own")
	case !ok: // never believed: not the person's own, it just goes
		_, err := d.do(ctx, civic.CmdDropKey, civic.IDArgs{ID: id}, target{})
		return err
	case t.Revoked:
		return nil
	}
	gone := own.cert(claim{saysGone, p.Person, id, t.Key})
	if err := d.disown(ctx, believed, id); err != nil {
		return err
	}
	k, err := d.keyRecord(ctx, id)
	if civic.Is(err, civic.NotFound) {
		k, err = t.Key, nil
	}
	if err != nil {
		return err
	}
	k.Revoked = &gone
	if _, err := d.do(ctx, civic.CmdKey, civic.KeyArgs{ID: id, Key: k}, target{subject: k.Name}); err != nil {
		return err
	}
	return d.toSend(d.tendSealed(ctx))
}

// disown marks a key as revoked, for ever, and forgets those that only it vouched
// for.
func (d *Desk) disown(ctx context.Context, believed map[civic.ID]civic.TrustedKey, id civic.ID) error {
	t := believed[id]
	t.Revoked = true
	believed[id] = t
	var forget []civic.ID
	for other, k := range believed {
		if k.By == id && !k.Revoked {
			forget = append(forget, other)
			delete(believed, other)
		}
	}
	return d.o.Store.Believe(ctx, []civic.TrustedKey{t}, forget...)
}

// NewRecovery makes a recovery code, for writing down: with it a new device can
// read what the others sealed. The former code, if any, holds no longer. The
// code is shown once and kept nowhere.
func (d *Desk) NewRecovery(ctx context.Context) (string, error) {
	p, err := d.me(ctx)
	if err != nil {
		return "", err
	}
	own, err := d.ensureIdentity(ctx, "")
	if err != nil {
		return "", err
	}
	raw := make([]byte, recoveryBytes)
	if _, err := io.ReadFull(d.o.Rand, raw); err != nil {
		return "", civic.WrapError(civic.Internal, "desk.recovery", err)
	}
	code := spell(raw)
	rec, err := recoveryOf(code, p.Person)
	if err != nil {
		return "", err
	}
	if rec.id, err = d.newID(); err != nil {
		return "", err
	}
	believed, err := d.believed(ctx)
	if err != nil {
		return "", err
	}
	for _, id := range sortedKeys(believed) {
		t := believed[id]
		switch {
		case t.Revoked:
		case t.Key.Recovery:
			if err := d.RevokeKey(ctx, id); err != nil {
				return "", err
			}
		default: // who has the code alone must be able to tell the person's devices
			k, err := d.keyRecord(ctx, id)
			if civic.Is(err, civic.NotFound) {
				k, err = t.Key, nil
			}
			if err != nil {
				return "", err
			}
			k.Certs = append(k.Certs, rec.cert(claim{saysMine, p.Person, id, k}))
			if _, err := d.do(ctx, civic.CmdKey, civic.KeyArgs{ID: id, Key: k}, target{subject: k.Name}); err != nil {
				return "", err
			}
		}
	}
	k := rec.public()
	k.Recovery, k.Made = true, d.now()
	return code, d.believe(ctx, own, p.Person, rec.id, k)
}

// UseRecovery lets this device read what the others sealed, by the code that was
// written down. Invalid: it is not the code of this person's.
func (d *Desk) UseRecovery(ctx context.Context, code string) error {
	p, err := d.me(ctx)
	if err != nil {
		return err
	}
	rec, err := recoveryOf(code, p.Person)
	if err != nil {
		return err
	}
	records, err := d.o.Store.SealedRecords(ctx)
	if err != nil {
		return err
	}
	var key civic.DeviceKey
	for _, r := range records {
		k, err := civic.DecodeBody[civic.DeviceKey](r)
		if err == nil && r.Kind == civic.KindDeviceKey && k.Recovery && k.Recipient == rec.open.Recipient().String() {
			rec.id, key = r.ID, k
		}
	}
	if rec.id == "" {
		return civic.NewError(civic.Invalid, "desk.recovery", "keys.recovery_wrong")
	}
	own, err := d.ensureIdentity(ctx, "")
	if err != nil {
		return err
	}
	mine := own.public()
	if t, err := d.believed(ctx); err != nil {
		return err
	} else if k, ok := t[own.id]; ok {
		mine = k.Key
	}
	mine.Certs = []civic.KeyCert{rec.cert(claim{saysMine, p.Person, own.id, mine})}
	if _, err := d.do(ctx, civic.CmdKey, civic.KeyArgs{ID: own.id, Key: mine}, target{subject: mine.Name}); err != nil {
		return err
	}
	d.mu.Lock()
	d.helper = rec // opens what is not sealed to this device yet; in memory only
	d.mu.Unlock()
	return d.believe(ctx, nil, p.Person, rec.id, key)
}
