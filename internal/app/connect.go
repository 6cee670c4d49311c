package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"aktsom/internal/adapter/chromium"
	"aktsom/internal/adapter/clamav"
	"aktsom/internal/adapter/diskblob"
	"aktsom/internal/adapter/s3blob"
	"aktsom/internal/adapter/smtpmail"
	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/evidence"
	"aktsom/internal/reminder"
	"aktsom/internal/web"
)

// connect opens what the configuration names and brings the database up to
// date.
func connect(ctx context.Context, cfg Config, log *slog.Logger) (Ports, error) {
	if err := cfg.check(); err != nil {
		return Ports{}, err
	}
	blobs, err := openBlobs(ctx, cfg.Blobs)
	if err != nil {
		return Ports{}, err
	}
	scanner, err := openScanner(cfg.Scanner)
	if err != nil {
		return Ports{}, err
	}
	carrier, err := openCarrier(cfg, log)
	if err != nil {
		return Ports{}, err
	}
	press, err := openPress(cfg.Chromium)
	if err != nil {
		return Ports{}, err
	}
	key, err := cfg.signingKey()
	if err != nil {
		return Ports{}, err
	}
	db, err := sqlstore.Open(ctx, cfg.Database, log)
	if err != nil {
		return Ports{}, fmt.Errorf("open database: %w", err)
	}
	if _, err := db.Migrate(ctx); err != nil {
		return Ports{}, errors.Join(fmt.Errorf("bring the database up to date: %w", err), db.Close())
	}
	return Ports{DB: db, Blobs: blobs, Scanner: scanner, Carrier: carrier, Press: press, Key: key, Now: Now, Log: log}, nil
}

func openBlobs(ctx context.Context, address string) (evidence.Blobs, error) {
	if folder, is := strings.CutPrefix(address, "dir:"); is {
		return diskblob.Open(folder)
	}
	if strings.HasPrefix(address, "s3://") {
		return s3blob.Open(ctx, address)
	}
	return nil, errors.New("AKTSOM_BLOBS must begin with dir: or s3://")
}

func openScanner(address string) (evidence.Scanner, error) {
	if address == "none:" {
		return evidence.NoScanner{}, nil
	}
	if strings.HasPrefix(address, "clamd://") {
		return clamav.New(address)
	}
	return nil, errors.New("AKTSOM_SCANNER must be none: or begin with clamd://")
}

// openPress finds Chromium; an empty path is nothing that prints.
func openPress(path string) (web.Press, error) {
	if path == "" {
		return nil, nil
	}
	press, err := chromium.New(path)
	if err != nil {
		return nil, fmt.Errorf("AKTSOM_CHROMIUM: %w", err)
	}
	return press, nil
}

func openCarrier(cfg Config, log *slog.Logger) (reminder.Carrier, error) {
	if cfg.Mail == "log:" {
		return smtpmail.Log{To: log}, nil
	}
	return smtpmail.New(smtpmail.Options{Address: cfg.Mail, From: cfg.MailFrom})
}
