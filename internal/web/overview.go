package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/enquiry"
	"aktsom/internal/questionnaire"
)

// overviewView is a request as a task list.
type overviewView struct {
	Desk  assessment.Desk
	Open  bool // answers may still be given
	Tasks []task
	// Earlier is for whom the same was answered before, while nothing is answered
	// here; empty when it was not.
	Earlier   string
	Enquiries enquiry.Exchange // of the supplier, and what it may read
}

// task is one page of the questionnaire on the task list.
type task struct {
	Section   *questionnaire.Page
	Number    int
	Done      questionnaire.Progress
	Wrong     int // answers that something is the matter with
	ToCorrect int // questions sent back, or opened by one that was
	Missing   int // what must be answered or shown before submitting
}

// GET /assessments/:id shows who asks, for what and until when, and the
// questions as a task list.
func (s *Site) showOverview(c *gin.Context) error {
	desk, err := s.deskOf(c)
	if err != nil {
		return err
	}
	page := s.page(c, "supplier.overview_title", "buyer", desk.Assessment.Procurement.BuyerName).about(desk.Evaluation)
	page.Zone, page.Wide, page.Scripts = desk.Assessment.Procurement.Location(), true, []string{"waiting"}
	view := overviewView{Desk: desk, Open: desk.TakesAnswers(s.options.Clock()), Tasks: tasksOf(desk)}
	if view.Enquiries, err = s.services.Enquiries.Read(c.Request.Context(), actorOf(c), desk.Assessment.ID); err != nil {
		return err
	}
	if view.Open && !view.begun() && desk.Assessment.SentBack == 0 && desk.Helper == nil {
		view.Earlier, err = s.services.Assessments.AnsweredBefore(c.Request.Context(), actorOf(c), desk.Assessment.ID)
		if err != nil {
			return err
		}
	}
	return s.show(c, http.StatusOK, overviewPage(page, view))
}

// deskOf opens the assessment that the address names.
func (s *Site) deskOf(c *gin.Context) (assessment.Desk, error) {
	return s.services.Assessments.Open(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")))
}

// tasksOf lists the pages on which something is asked.
func tasksOf(desk assessment.Desk) []task {
	var tasks []task
	for i, section := range shownPages(desk) {
		t := task{ToCorrect: toCorrectOn(desk, section), Section: section, Number: i + 1, Done: desk.Evaluation.PageProgress(section.ID)}
		for _, problem := range problemsOn(desk, section) {
			if missing(problem) {
				t.Missing++
			} else {
				t.Wrong++
			}
		}
		tasks = append(tasks, t)
	}
	return tasks
}

// shownPages are the pages on which something is asked now.
func shownPages(desk assessment.Desk) []*questionnaire.Page {
	var shown []*questionnaire.Page
	for _, section := range desk.Questionnaire.Definition().Pages {
		for _, q := range section.Questions {
			if desk.Evaluation.IsAsked(q.ID) {
				shown = append(shown, section)
				break
			}
		}
	}
	return shown
}

// problemsOn are the problems of a page that keep one from submitting.
func problemsOn(desk assessment.Desk, section *questionnaire.Page) []questionnaire.Problem {
	var found []questionnaire.Problem
	for _, problem := range desk.Problems() {
		q, ok := desk.Questionnaire.Question(problem.Question)
		here := problem.Page == section.ID || ok && q.Page == section.ID
		if here && problem.Severity == questionnaire.SeverityError {
			found = append(found, problem)
		}
	}
	return found
}

// missing tells what has not been given yet from what was given wrong.
func missing(problem questionnaire.Problem) bool {
	return (problem.Row == 0 || problem.FollowUp) && (problem.Code == questionnaire.CodeRequired || problem.Code == questionnaire.CodeEvidence)
}

// taskState is a task's tag.
func taskState(p Page, t task) (string, Colour) {
	switch {
	case t.ToCorrect > 0:
		return p.Say("correction.task", "count", t.ToCorrect), Look
	case t.Wrong > 0:
		return p.Say("supplier.task_look"), Look
	case t.Done.Answered == 0 && t.Done.Asked > 0:
		return p.Say("supplier.task_new"), Neutral
	case t.Missing > 0:
		return p.Say("frame.progress", "done", t.Done.Answered, "all", t.Done.Asked), Accent
	default:
		return p.Say("supplier.task_done"), Good
	}
}

// Href is the page where the task is done.
func (v overviewView) Href(t task) string {
	return assessmentPath(v.Desk.Assessment.ID, "pages/"+t.Section.ID)
}

// Questions is how many questions are asked as things stand.
func (v overviewView) Questions() int { return v.Desk.Evaluation.Progress().Asked }

// Files is how many questions a file may be added to.
func (v overviewView) Files() int {
	count := 0
	for _, section := range v.Desk.Questionnaire.Definition().Pages {
		for _, q := range section.Questions {
			if takesFiles(q) {
				count++
			}
		}
	}
	return count
}

// MinutesLeft is the questionnaire's time, shortened by what is answered.
func (v overviewView) MinutesLeft() int {
	done := v.Desk.Evaluation.Progress()
	if done.Asked == 0 || done.Left == 0 {
		return 0
	}
	return max(1, (v.Desk.Questionnaire.Definition().Minutes*done.Left+done.Asked-1)/done.Asked)
}

// begun tells whether anything is answered.
func (v overviewView) begun() bool { return v.Desk.Evaluation.Progress().Answered > 0 }

// takesFiles tells whether files can be added to a question at all.
func takesFiles(q *questionnaire.Question) bool { return q.Evidence != nil || q.Kind == "files" }

// GoOn is the first page where something is missing, or else the first, of
// those that are one's own to answer.
func (v overviewView) GoOn() string {
	v.Tasks = v.Asked()
	for _, t := range v.Tasks {
		if t.Missing > 0 || t.Wrong > 0 || t.ToCorrect > 0 {
			return v.Href(t)
		}
	}
	if len(v.Tasks) == 0 {
		return assessmentPath(v.Desk.Assessment.ID, "questions")
	}
	return v.Href(v.Tasks[0])
}

// toCorrectOn counts the questions of a page that can be corrected.
func toCorrectOn(desk assessment.Desk, section *questionnaire.Page) int {
	count := 0
	for _, id := range desk.Correcting() {
		if q, found := desk.Questionnaire.Question(id); found && q.Page == section.ID {
			count++
		}
	}
	return count
}

// namesOf are the names of colleagues.
func namesOf(colleagues []assessment.Colleague) []string {
	names := make([]string, len(colleagues))
	for i, c := range colleagues {
		names[i] = c.Name
	}
	return names
}

// Correcting tells whether questions were sent back and may be corrected.
func (v overviewView) Correcting() bool { return len(v.Desk.Correcting()) > 0 }
