package app

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/go-playground/validator/v10"
)

// Config is how the portal is run. Each field is a flag and a variable of the
// same name; without any the portal runs on this machine alone.
// docs/configuration.md is generated from it.
type Config struct {
	Database       string        `env:"AKTSOM_DATABASE" default:"sqlite:aktsom.db" placeholder:"URL" validate:"required" help:"Where records are kept: sqlite:FILE or postgres://USER:PASSWORD@HOST/NAME."`
	Blobs          string        `env:"AKTSOM_BLOBS" default:"dir:./data" placeholder:"URL" validate:"required" help:"Where the bytes of files are kept: dir:FOLDER or s3://KEY:SECRET@HOST:PORT/BUCKET (add ?tls=false without TLS)."`
	Mail           string        `env:"AKTSOM_MAIL" default:"log:" placeholder:"URL" validate:"required" help:"How letters are carried: log: (written to the log without their links), smtp://USER:PASSWORD@HOST:PORT (STARTTLS) or smtps://USER:PASSWORD@HOST:PORT."`
	MailFrom       string        `env:"AKTSOM_MAIL_FROM" default:"Aktsom <aktsom@localhost>" placeholder:"ADDRESS" validate:"required" help:"Whom letters come from."`
	Secret         string        `env:"AKTSOM_SECRET" placeholder:"TEXT" validate:"omitempty,min=32" help:"What the log's batches are signed with, 32 characters or more, the same for all processes. Without it one is made and kept beside a SQLite file; over PostgreSQL batches are then not signed."`
	Scanner        string        `env:"AKTSOM_SCANNER" default:"none:" placeholder:"URL" validate:"required" help:"What looks for viruses: none: or clamd://HOST:PORT."`
	AllowUnscanned bool          `env:"AKTSOM_ALLOW_UNSCANNED" help:"Let the portal be reached from other machines with no scanner; files then say that they are not virus-checked."`
	URL            string        `env:"AKTSOM_URL" default:"http://127.0.0.1:8080" placeholder:"URL" validate:"required,http_url" help:"Where people reach the portal; stands in letters. https makes cookies Secure and sends HSTS."`
	Listen         string        `env:"AKTSOM_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT" validate:"required" help:"Where the portal listens."`
	TrustedProxies []string      `env:"AKTSOM_TRUSTED_PROXIES" placeholder:"CIDR" validate:"dive,cidr|ip" help:"Addresses whose X-Forwarded-For is believed; none by default."`
	Zone           string        `env:"AKTSOM_ZONE" default:"Europe/Oslo" placeholder:"NAME" validate:"required,timezone" help:"Time zone for what belongs to no procurement."`
	MaxFile        int64         `env:"AKTSOM_MAX_FILE" default:"100" placeholder:"MEGABYTES" validate:"min=1,max=10240" help:"The largest file that is taken. A virus scanner's own stream limit must be at least as large."`
	Chromium       string        `env:"AKTSOM_CHROMIUM" placeholder:"PATH" help:"A Chromium that makes PDF of results and receipts; without it they are printed by the visitor's browser."`
	Worker         bool          `env:"AKTSOM_WORKER" default:"true" negatable:"" help:"Let serve carry letters, write reminders and scan files too; without it run aktsom worker beside."`
	Tick           time.Duration `env:"AKTSOM_TICK" default:"20s" placeholder:"DURATION" validate:"min=1000000" help:"How often the worker looks for something to do."`
}

// minSecret is what keeps a secret from being guessed: 32 random letters and
// digits are more than 160 bits. Config's rule for Secret says the same.
const minSecret = 32

// check says in one sentence what is wrong with the configuration.
func (c Config) check() error {
	err := validator.New(validator.WithRequiredStructEnabled()).Struct(c)
	var wrong validator.ValidationErrors
	if errors.As(err, &wrong) {
		first := wrong[0]
		if first.StructField() == "Secret" { // its value is nobody's to read
			return fmt.Errorf("AKTSOM_SECRET must have %d characters or more", minSecret)
		}
		return fmt.Errorf("AKTSOM_%s: %q does not fit the rule %q", envName(first.StructField()), fmt.Sprint(first.Value()), first.Tag())
	}
	if err != nil {
		return fmt.Errorf("check configuration: %w", err)
	}
	return nil
}

// envName turns a field's name into that of its variable: MailFrom, MAIL_FROM.
func envName(field string) string {
	var b strings.Builder
	for i, r := range field {
		if i > 0 && r >= 'A' && r <= 'Z' && field[i-1] >= 'a' && field[i-1] <= 'z' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return strings.ToUpper(b.String())
}

// mayServe refuses to let other machines in while files go unscanned, unless
// that was asked for.
func (c Config) mayServe() error {
	if c.Scanner == "none:" && !c.AllowUnscanned && !loopback(c.Listen) {
		return errors.New("files would go unscanned: set AKTSOM_SCANNER=clamd://HOST:PORT, or AKTSOM_ALLOW_UNSCANNED=true to let files say that they are not virus-checked")
	}
	return nil
}

// loopback reports whether only this machine can reach a listening address.
func loopback(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

func (c Config) url() *url.URL {
	u, err := url.Parse(strings.TrimRight(c.URL, "/"))
	if err != nil {
		panic(err) // check has passed it
	}
	return u
}
