package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
)

// peopleView is who works for the visitor's organisation.
type peopleView struct {
	Organisation string
	Me           account.PersonID
	Manages      bool // may invite, change and remove
	MayPlan      bool // and so may see the organisation's words in letters
	MayReadLog   bool
	Members      []account.Member
}

// GET /people lists the people of the organisation with their roles.
func (s *Site) showPeople(c *gin.Context) error {
	actor := actorOf(c)
	members, err := s.services.Accounts.People(c.Request.Context(), actor)
	if err != nil {
		return err
	}
	page := s.page(c, "people.title", "buyer", actor.OrganisationName)
	page.Wide = true
	return s.show(c, http.StatusOK, peoplePage(page, peopleView{
		Organisation: actor.OrganisationName, Me: actor.Person, Manages: actor.Role == account.Administrator, Members: members,
		MayPlan: actor.Role.MayManage(), MayReadLog: readsOrganisationLog(actor.Role),
	}))
}

// colleagueView is the form that invites a colleague.
type colleagueView struct {
	account.Newcomer
	Mistakes []Mistake
}

// GET /people/new asks whom to invite.
func (s *Site) newColleague(c *gin.Context) error {
	if err := account.Administers(actorOf(c)); err != nil {
		return err
	}
	view := colleagueView{Newcomer: account.Newcomer{Language: string(langOf(c)), Role: account.Officer}}
	return s.show(c, http.StatusOK, colleaguePage(s.peoplePage(c, "people.invite"), view))
}

// peoplePage begins a page below the list of people.
func (s *Site) peoplePage(c *gin.Context, titleKey string, args ...any) Page {
	page := s.page(c, titleKey, args...)
	page.Crumbs = []Crumb{{page.Say("people.menu"), "/people"}, {page.Title, ""}}
	return page
}

// POST /people sends a colleague an invitation.
func (s *Site) inviteColleague(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	view := colleagueView{Newcomer: account.Newcomer{
		Name: form.Get("name"), Email: form.Get("email"), Language: form.Get("language"), Role: account.Role(form.Get("role")),
	}}
	refused := s.services.Accounts.Invite(c.Request.Context(), actorOf(c), view.Newcomer)
	if refused == nil {
		s.flash(c, Done, "people.invited", "name", view.Name, "email", view.Email)
		return seeOther(c, "/people")
	}
	page := s.peoplePage(c, "people.invite")
	mistakes, wrong := mistakesOf(page, refused)
	if !wrong {
		return refused
	}
	page.Failed, page.Scripts, view.Mistakes = true, []string{"focus"}, mistakes
	return s.show(c, http.StatusUnprocessableEntity, colleaguePage(page, view))
}

// memberView is a colleague whose role can be changed.
type memberView struct {
	account.Member
	Mistakes []Mistake
}

// memberOf is the colleague whose page is asked for.
func (s *Site) memberOf(c *gin.Context) (account.Member, error) {
	return s.services.Accounts.Member(c.Request.Context(), actorOf(c), account.PersonID(c.Param("id")))
}

// GET /people/:id asks which role a colleague is to have, or none.
func (s *Site) showMember(c *gin.Context) error {
	member, err := s.memberOf(c)
	if err != nil {
		return err
	}
	page := s.peoplePage(c, "people.change_whom", "name", member.Person.Name)
	return s.show(c, http.StatusOK, memberPage(page, memberView{Member: member}))
}

// POST /people/:id gives a colleague another role.
func (s *Site) changeRole(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	member, err := s.memberOf(c)
	if err != nil {
		return err
	}
	refused := s.services.Accounts.ChangeRole(c.Request.Context(), actorOf(c), member.Person.ID, account.Role(form.Get("role")))
	if refused == nil {
		return s.toPeople(c, "people.role_saved", member)
	}
	page := s.peoplePage(c, "people.change_whom", "name", member.Person.Name)
	mistakes, wrong := mistakesOf(page, refused)
	if !wrong {
		return refused
	}
	page.Failed, page.Scripts = true, []string{"focus"}
	return s.show(c, http.StatusUnprocessableEntity, memberPage(page, memberView{member, mistakes}))
}

// POST /people/:id/remove takes a colleague out of the organisation.
func (s *Site) removeMember(c *gin.Context) error {
	member, err := s.memberOf(c)
	if err != nil {
		return err
	}
	if err := s.services.Accounts.Remove(c.Request.Context(), actorOf(c), member.Person.ID); err != nil {
		return err
	}
	return s.toPeople(c, "people.removed", member)
}

// toPeople goes back to the list and says what was done about a colleague. Who
// did it to themselves has to sign in first.
func (s *Site) toPeople(c *gin.Context, key string, about account.Member) error {
	if about.Person.ID == actorOf(c).Person {
		if err := s.sessions.Destroy(c.Request.Context()); err != nil {
			return err
		}
		return seeOther(c, "/sign-in/password")
	}
	s.flash(c, Done, key, "name", about.Person.Name)
	return seeOther(c, "/people")
}

// roleKey is the name of a role.
func roleKey(role account.Role) string {
	switch role {
	case account.Administrator:
		return "people.administrator"
	case account.Officer:
		return "people.officer"
	case account.Evaluator:
		return "people.evaluator"
	default:
		return "people.reader"
	}
}

// roleHelpKey is what a role may do.
func roleHelpKey(role account.Role) string {
	switch role {
	case account.Administrator:
		return "people.administrator_help"
	case account.Officer:
		return "people.officer_help"
	case account.Evaluator:
		return "people.evaluator_help"
	default:
		return "people.reader_help"
	}
}

// roleOptions are the roles to choose among.
func roleOptions(p Page, chosen account.Role) []Option {
	var options []Option
	for _, role := range account.Roles() {
		options = append(options, Option{
			Value: string(role), Text: p.Say(roleKey(role)), Help: p.Say(roleHelpKey(role)), Chosen: role == chosen,
		})
	}
	return options
}
