package app

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionCommand struct{}

// Run prints the version, the commit the program was built from and when that
// was made, and what it was built with.
func (versionCommand) Run(std Streams) error {
	_, err := fmt.Fprintf(std.Out, "aktsom %s, %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// version is the module's version and what is known of its commit.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(devel)"
	}
	said := map[string]string{}
	for _, setting := range info.Settings {
		said[setting.Key] = setting.Value
	}
	text := info.Main.Version
	if text == "" {
		text = "(devel)"
	}
	if commit := said["vcs.revision"]; commit != "" {
		text += " (" + commit[:min(12, len(commit))] + ", " + said["vcs.time"] + ")"
	}
	if said["vcs.modified"] == "true" {
		text += " with changes"
	}
	return text
}
