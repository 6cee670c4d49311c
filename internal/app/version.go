package app

import (
	"fmt"
	"runtime/debug"
)

type versionCommand struct{}

// Run prints the module version and the commit the program was built from.
func (versionCommand) Run(std Streams) error {
	version, commit := "(devel)", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				commit = " " + setting.Value
			}
		}
	}
	_, err := fmt.Fprintf(std.Out, "aktsom %s%s\n", version, commit)
	return err
}
