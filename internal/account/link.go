package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"
)

// Purpose says what a link is for, and so how long it lives.
type Purpose string

// The purposes of a link.
const (
	Invitation Purpose = "invitation" // the first letter to a supplier's contact
	SignIn     Purpose = "sign_in"    // asked for at the sign-in page
	Colleague  Purpose = "colleague"  // the first letter to a buyer's member, who sets a password
	Password   Purpose = "password"   // a member forgot the password and sets a new one
)

// How long links live: an invitation survives a holiday week, a sign-in link
// only the walk to the mail box.
const (
	InvitationLife = 14 * 24 * time.Hour
	SignInLife     = 30 * time.Minute
)

// Life returns how long a link of this purpose can be used.
func (p Purpose) Life() time.Duration {
	if p == Invitation || p == Colleague {
		return InvitationLife
	}
	return SignInLife
}

// SetsPassword tells whether the link is for a buyer's member, who chooses a
// password with it. The others sign a supplier's person in.
func (p Purpose) SetsPassword() bool { return p == Colleague || p == Password }

// tokenBytes is 256 bits: too many to guess, whatever the rate.
const tokenBytes = 32

// Token is the secret part of a link. It is shown once, in the letter, and
// never stored: the store keeps its hash.
type Token string

// NewToken returns 256 random bits, written for a URL.
func NewToken() Token {
	b := make([]byte, tokenBytes)
	_, _ = rand.Read(b) // crypto/rand.Read never returns an error
	return Token(base64.RawURLEncoding.EncodeToString(b))
}

// Hash returns what is stored of a token. Looking a link up by its hash leaks
// nothing through timing: an attacker cannot choose the hash.
func (t Token) Hash() string {
	sum := sha256.Sum256([]byte(t))
	return hex.EncodeToString(sum[:])
}

// Link is the right to sign in once, sent to a person's mail box.
type Link struct {
	Hash       string
	Purpose    Purpose
	Person     PersonID
	Asker      string // the buyer who asks, as the page shows before Continue
	About      string // the procurement it is about; empty for a plain sign-in
	Path       string // where Continue leads
	Assessment string // the request it is about; empty for a plain sign-in
	Created    time.Time
	Expires    time.Time
	Used       *time.Time
}

// Usable reports whether the link can still be used.
func (l Link) Usable(now time.Time) bool { return l.Used == nil && now.Before(l.Expires) }
