package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"aktsom/internal/account"
	"aktsom/internal/fault"
)

// userCommands let an operator in, where nobody can be invited yet.
type userCommands struct {
	Add  userAddCommand  `cmd:"" help:"Add a person in a role to a buyer, or renew their name and password."`
	Link userLinkCommand `cmd:"" help:"Print a sign-in link for an address, where no mail server is configured."`
}

type userAddCommand struct {
	Config `embed:""`

	Email        string `arg:"" help:"The person's e-mail address."`
	Name         string `required:"" help:"The person's name."`
	Organisation string `required:"" help:"The buyer's name."`
	Number       string `help:"The buyer's organisation number."`
	Role         string `default:"administrator" enum:"administrator,officer,evaluator,reader" help:"What the person may do."`
	Language     string `default:"nb" enum:"nb,nn,en" help:"The person's language."`
	Password     string `env:"AKTSOM_PASSWORD" required:"" help:"At least 15 characters. Better given as AKTSOM_PASSWORD, which no list of processes shows."`
}

// Run adds the person.
func (c userAddCommand) Run(ctx context.Context, std Streams) error {
	return c.Config.with(ctx, std, func(p *Portal) error {
		err := p.Accounts.AddMember(ctx, account.Member{
			Person:       account.Person{Name: c.Name, Email: c.Email, Language: c.Language},
			Organisation: account.Organisation{Name: c.Organisation, Number: c.Number},
			Role:         account.Role(c.Role),
		}, c.Password)
		if err != nil {
			return p.inWords(err)
		}
		_, err = fmt.Fprintf(std.Out, "%s is %s at %s. Sign in at %s/sign-in/password\n", c.Email, c.Role, c.Organisation, p.Config.url())
		return err
	})
}

type userLinkCommand struct {
	Config `embed:""`

	Email string `arg:"" help:"The person's e-mail address."`
}

// Run prints the link.
func (c userLinkCommand) Run(ctx context.Context, std Streams) error {
	return c.Config.with(ctx, std, func(p *Portal) error {
		token, err := p.Accounts.PrintLink(ctx, c.Email)
		if errors.Is(err, fault.NotFound) {
			return fmt.Errorf("nobody has the address %s", c.Email)
		}
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(std.Out, "%s/link/%s\n", p.Config.url(), token)
		return err
	})
}

// with opens the portal, does one thing and closes it.
func (c Config) with(ctx context.Context, std Streams, do func(*Portal) error) error {
	ports, err := connect(ctx, c, slog.New(slog.NewTextHandler(std.Err, nil)))
	if err != nil {
		return err
	}
	portal, err := NewPortal(c, ports)
	if err != nil {
		return errors.Join(err, ports.DB.Close())
	}
	return errors.Join(do(portal), portal.Close())
}

// inWords turns a refusal into the sentences a page would show, for a terminal.
func (p *Portal) inWords(err error) error {
	say := p.Messages.In("en")
	var fields fault.Fields
	if errors.As(err, &fields) {
		var all []error
		for _, f := range fields {
			all = append(all, fmt.Errorf("%s: %s", f.Name, say.Say(f.Key, f.Args...)))
		}
		return errors.Join(all...)
	}
	if key, args, is := fault.Key(err); is {
		return errors.New(say.SayMap(key, args))
	}
	return err
}
