package issuer_test

import (
	"context"
	"sync"
	"time"

	"scranno/app/civic"
)

// memory keeps accounts as the central does; the whole sign-in over a real
// store is tried where the programs are wired.
type memory struct {
	mu       sync.Mutex
	accounts map[string]civic.Account
	invites  map[string]civic.Invitation
	devices  map[civic.ID]civic.Device
	sessions map[civic.ID]civic.Session
	keys     []civic.SigningKey
	down     error
}

func newMemory() *memory {
	return &memory{
		accounts: map[string]civic.Account{}, invites: map[string]civic.Invitation{},
		devices: map[civic.ID]civic.Device{}, sessions: map[civic.ID]civic.Session{},
	}
}

func absent() error { return civic.NewError(civic.NotFound, "memory", "") }

func (m *memory) AccountByEmail(_ context.Context, email string) (civic.Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	a, ok := m.accounts[email]
	if !ok {
		return a, absent()
	}
	return a, m.down
}

func (m *memory) Account(_ context.Context, person civic.ID) (civic.Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, a := range m.accounts {
		if a.Person == person {
			return a, m.down
		}
	}
	return civic.Account{}, absent()
}

func (m *memory) Invitation(_ context.Context, hash string) (civic.Invitation, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	inv, ok := m.invites[hash]
	if !ok {
		return inv, absent()
	}
	return inv, m.down
}

func (m *memory) Accept(_ context.Context, hash, name, password string) (civic.ID, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	inv := m.invites[hash]
	if !inv.Used.IsZero() {
		return "", civic.NewError(civic.Conflict, "memory", "")
	}
	inv.Used = time.Now()
	m.invites[hash] = inv
	m.accounts[inv.Email] = civic.Account{Person: inv.Person, Email: inv.Email, Name: name, Hash: password}
	return inv.Person, m.down
}

func (m *memory) TouchDevice(_ context.Context, d civic.Device) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if old, ok := m.devices[d.ID]; ok && old.Person != d.Person {
		return civic.NewError(civic.Forbidden, "memory", "")
	}
	m.devices[d.ID] = d
	return m.down
}

func (m *memory) DeviceOK(_ context.Context, id civic.ID) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	d, ok := m.devices[id]
	return ok && d.Revoked.IsZero(), m.down
}

func (m *memory) PutSession(_ context.Context, s civic.Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sessions[s.ID] = s
	return m.down
}

func (m *memory) SessionByToken(_ context.Context, hash string) (civic.Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down != nil {
		return civic.Session{}, m.down
	}
	for _, s := range m.sessions {
		if s.Current == hash || s.Former == hash {
			return s, nil
		}
	}
	return civic.Session{}, absent()
}

func (m *memory) DeleteSession(_ context.Context, id civic.ID) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.sessions, id)
	return m.down
}

func (m *memory) SigningKeys(context.Context) ([]civic.SigningKey, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]civic.SigningKey(nil), m.keys...), m.down
}

func (m *memory) PutSigningKey(_ context.Context, k civic.SigningKey) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keys = append(m.keys, k)
	return m.down
}
