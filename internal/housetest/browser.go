package housetest

import (
	"errors"
	"os/exec"
)

// Chromium is the path of the browser that tests walk and print with.
func Chromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("this test needs a real browser, and none is installed: run make needs, or apt-get install chromium")
}
