package demo

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/questionnaire"
)

// How long a person takes for a page, and to find a file.
const (
	pageTime = 4 * time.Minute
	fileTime = time.Minute
)

// ask invites a supplier and returns the assessment.
func (s *story) ask(ctx context.Context, officer string, a *asked) error {
	made, err := s.Assessments.Invite(ctx, s.staff[officer], a.procurement, assessment.Invitation{
		Supplier: assessment.Supplier{Name: a.supplier.name, Number: a.supplier.number},
		Name:     a.supplier.person, Email: a.supplier.email, Language: a.supplier.language,
	})
	a.id = made.ID
	return err
}

// contact signs the supplier's person in, with a link as everybody does.
func (s *story) contact(ctx context.Context, c supplier) (account.Actor, error) {
	token, err := s.Accounts.PrintLink(ctx, c.email)
	if err != nil {
		return account.Actor{}, err
	}
	actor, _, err := s.Accounts.UseLink(ctx, token)
	return actor, err
}

// answer fills in the first pages of an assessment as the profile says, page by
// page, each with its files; 0 pages means all.
func (s *story) answer(ctx context.Context, a *asked, profileName string, pages int) error {
	p, err := readProfile(profileName)
	if err != nil {
		return err
	}
	actor, err := s.contact(ctx, a.supplier)
	if err != nil {
		return err
	}
	desk, err := s.Assessments.Open(ctx, actor, a.id)
	if err != nil {
		return err
	}
	for i, page := range desk.Questionnaire.Definition().Pages {
		if pages > 0 && i >= pages {
			break
		}
		s.Clock.Pass(pageTime)
		if err := s.answerPage(ctx, actor, a, p, page); err != nil {
			return fmt.Errorf("page %s: %w", page.ID, err)
		}
	}
	return s.Assessments.Refresh(ctx, actor, a.id)
}

func (s *story) answerPage(ctx context.Context, actor account.Actor, a *asked, p profile, page *questionnaire.Page) error {
	var given []assessment.Given
	for _, q := range page.Questions {
		value, skipped := p.answer(q.ID, s.Clock.Now()), p.Skipped[q.ID]
		if value != nil || skipped != "" {
			given = append(given, assessment.Given{Question: q.ID, Value: value, Skipped: skipped, Comment: p.Comments[q.ID]})
		}
	}
	if _, err := s.Assessments.Answer(ctx, actor, a.id, given); err != nil {
		return err
	}
	for _, q := range page.Questions {
		if months, shown := p.Files[q.ID]; shown {
			if err := s.show(ctx, actor, a, p.Language, q.ID, months); err != nil {
				return fmt.Errorf("file for %s: %w", q.ID, err)
			}
		}
	}
	return nil
}

// show gives the document for a question, so many months old.
func (s *story) show(ctx context.Context, actor account.Actor, a *asked, language, question string, months int) error {
	document, found := s.documents[question]
	if !found {
		return fmt.Errorf("documents.json has none for %s", question)
	}
	s.Clock.Pass(fileTime)
	dated := s.Clock.Now().AddDate(0, -months, 0)
	name, page := document.paper(language, a.supplier.name, dated)
	_, err := s.Evidence.Receive(ctx, actor, evidence.Upload{
		Assessment: a.id, Question: question,
		Details: evidence.Details{Name: name, Kind: document.Kind, Issuer: a.supplier.name, Issued: dated.Format(time.DateOnly)},
	}, bytes.NewReader(page.pdf()))
	return err
}

// submit stands by what was answered.
func (s *story) submit(ctx context.Context, a *asked, role string) error {
	actor, err := s.contact(ctx, a.supplier)
	if err != nil {
		return err
	}
	s.Clock.Pass(pageTime)
	_, err = s.Assessments.Submit(ctx, actor, a.id, assessment.Declaration{Name: a.supplier.person, Role: role, Confirmed: true})
	return err
}
