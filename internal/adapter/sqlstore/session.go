package sqlstore

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"aktsom/internal/account"
)

type sessionRow struct {
	Hash     string
	Data     string
	Expires  instant
	ID       string
	PersonID string // empty for somebody who has not signed in
	Begun    instant
	Seen     instant
	Browser  string
}

func (sessionRow) TableName() string { return "sessions" }

// Sessions keeps signed-in browsers, as scs.CtxStore asks for. The token in the
// cookie is kept as its hash only: who reads the database cannot act as
// anybody.
type Sessions struct {
	db  *DB
	now func() time.Time
}

// Sessions is the store of sessions, which are over by the clock now.
func (d *DB) Sessions(now func() time.Time) Sessions { return Sessions{db: d, now: now} }

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// FindCtx is of scs.CtxStore.
func (s Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var row sessionRow
	err := s.db.from(ctx).Where("hash = ? AND expires > ?", hashOf(token), instant(s.now())).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, failure(err, "find a session")
	}
	data, err := base64.StdEncoding.DecodeString(row.Data)
	if err != nil {
		return nil, false, fmt.Errorf("read a session: %w", err)
	}
	return data, true, nil
}

// CommitCtx is of scs.CtxStore.
func (s Sessions) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	row := sessionRow{Hash: hashOf(token), Data: base64.StdEncoding.EncodeToString(data), Expires: instant(expires)}
	return failure(s.db.to(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "hash"}},
		DoUpdates: clause.AssignmentColumns([]string{"data", "expires"}),
	}).Create(&row).Error, "keep a session")
}

// Own keeps the data of somebody who has just signed in, and whose it is, so
// that they can see the session and end it.
func (s Sessions) Own(ctx context.Context, token string, data []byte, expires time.Time, owner account.Session) error {
	return failure(s.db.to(ctx).Create(&sessionRow{
		Hash: hashOf(token), Data: base64.StdEncoding.EncodeToString(data), Expires: instant(expires),
		ID: owner.ID, PersonID: string(owner.Person), Begun: instant(owner.Begun), Seen: instant(owner.Seen), Browser: owner.Browser,
	}).Error, "keep a new session")
}

// Renew keeps new data of a session somebody is signed in with, and when it was
// used. One that has been ended meanwhile stays ended: that is no error.
func (s Sessions) Renew(ctx context.Context, token string, data []byte, expires, seen time.Time) error {
	row := s.db.to(ctx).Model(&sessionRow{}).Where("hash = ?", hashOf(token))
	return failure(row.Updates(map[string]any{
		"data": base64.StdEncoding.EncodeToString(data), "expires": instant(expires), "seen": instant(seen),
	}).Error, "renew a session")
}

// DeleteCtx is of scs.CtxStore.
func (s Sessions) DeleteCtx(ctx context.Context, token string) error {
	return failure(s.db.to(ctx).Where("hash = ?", hashOf(token)).Delete(&sessionRow{}).Error, "delete a session")
}

// Find is of scs.Store.
func (s Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is of scs.Store.
func (s Sessions) Commit(token string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expires)
}

// Delete is of scs.Store.
func (s Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// Forget removes the sessions that are over and returns how many there were.
func (s Sessions) Forget(ctx context.Context) (int64, error) {
	gone := s.db.to(ctx).Where("expires <= ?", instant(s.now())).Delete(&sessionRow{})
	return gone.RowsAffected, failure(gone.Error, "forget old sessions")
}
