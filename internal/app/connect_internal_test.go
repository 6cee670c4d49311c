package app

import (
	"log/slog"
	"testing"
)

func TestEveryAddressOfTheManualIsUnderstood(t *testing.T) {
	for _, address := range []string{"none:", "clamd://127.0.0.1:3310", "clamd:///run/clamav/clamd.ctl"} {
		if _, err := openScanner(address); err != nil {
			t.Errorf("scanner %s: %v", address, err)
		}
	}
	for _, address := range []string{"log:", "smtp://mail.example", "smtp://user:pass@mail.example:2525", "smtps://user:pass@mail.example"} {
		if _, err := openCarrier(Config{Mail: address, MailFrom: "Aktsom <aktsom@mail.example>"}, slog.New(slog.DiscardHandler)); err != nil {
			t.Errorf("mail %s: %v", address, err)
		}
	}
	if _, err := openBlobs(t.Context(), "dir:"+t.TempDir()); err != nil {
		t.Errorf("blobs: %v", err)
	}
}

func TestAnAddressThatIsNothingWeKnowIsRefused(t *testing.T) {
	for _, address := range []string{"", "none", "clamd:", "tcp://127.0.0.1:3310"} {
		if _, err := openScanner(address); err == nil {
			t.Errorf("scanner %q was taken", address)
		}
	}
	for _, address := range []string{"", "log", "sendmail:", "http://mail.example"} {
		if _, err := openCarrier(Config{Mail: address, MailFrom: "a@mail.example"}, slog.New(slog.DiscardHandler)); err == nil {
			t.Errorf("mail %q was taken", address)
		}
	}
	for _, address := range []string{"", "./data", "file:data", "https://bucket"} {
		if _, err := openBlobs(t.Context(), address); err == nil {
			t.Errorf("blobs %q was taken", address)
		}
	}
}
