package app

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"
)

// composed is what the test reads of docker-compose.yml.
type composed struct {
	Services map[string]struct {
		Build       string
		Image       string
		Environment map[string]string
		DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
		Volumes     []string
		Ports       []string
	}
	Volumes map[string]any
}

func readCompose(t *testing.T) composed {
	t.Helper()
	text, err := os.ReadFile("../../docker-compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	var c composed
	if err := yaml.Unmarshal(text, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

var substitution = regexp.MustCompile(`\$\{[A-Z_]+:-([^}]*)\}`)

// settings reads a configuration from variables, as the command line does.
func settings(t *testing.T, environment map[string]string) (cfg Config) {
	t.Helper()
	parser, err := kong.New(&cfg)
	if err != nil {
		t.Fatal(err)
	}
	flags := map[string]string{}
	for _, f := range parser.Model.Flags {
		for _, name := range f.Envs {
			flags[name] = f.Name
		}
	}
	var args []string
	for name, value := range environment {
		if flags[name] == "" {
			t.Errorf("%s is no setting: see docs/configuration.md", name)
			continue
		}
		args = append(args, "--"+flags[name]+"="+substitution.ReplaceAllString(value, "$1"))
	}
	slices.Sort(args)
	if _, err := parser.Parse(args); err != nil {
		t.Fatal(err)
	}
	return cfg
}

func TestThePortalInDockerComposeIsConfiguredAsItCanBe(t *testing.T) {
	t.Parallel()
	cfg := settings(t, readCompose(t).Services["portal"].Environment)
	if err := cfg.check(); err != nil {
		t.Error(err)
	}
	if err := cfg.mayServe(); err != nil {
		t.Error(err)
	}
	for setting, want := range map[string]string{cfg.Database: "postgres://", cfg.Blobs: "s3://", cfg.Mail: "smtp://"} {
		if !strings.HasPrefix(setting, want) {
			t.Errorf("%q does not begin with %s", setting, want)
		}
	}
}

func TestDockerComposeNamesWhatItHas(t *testing.T) {
	t.Parallel()
	c := readCompose(t)
	for _, name := range []string{"portal", "postgres", "versitygw", "mailpit", "clamav"} {
		s, there := c.Services[name]
		if !there {
			t.Errorf("there is no service %s", name)
		}
		if s.Build == "" && (!strings.Contains(s.Image, ":") || strings.HasSuffix(s.Image, ":latest")) {
			t.Errorf("%s: the image %q is not pinned to a version", name, s.Image)
		}
		for other := range s.DependsOn {
			if _, there := c.Services[other]; !there {
				t.Errorf("%s depends on %s, which is not there", name, other)
			}
		}
		for _, v := range s.Volumes {
			volume, _, _ := strings.Cut(v, ":")
			if _, there := c.Volumes[volume]; !there {
				t.Errorf("%s keeps its data in %s, which is not there", name, volume)
			}
		}
		for _, port := range s.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s: port %s is open to other machines", name, port)
			}
		}
	}
}
