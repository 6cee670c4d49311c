package assessment

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/gowebpki/jcs"

	"aktsom/internal/account"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// Declaration is who stands by the answers.
type Declaration struct {
	Name      string
	Role      string
	Confirmed bool // "the answers are true to the best of my knowledge"
}

// maxDeclared is room for the longest honest name or title.
const maxDeclared = 200

func (d Declaration) check() fault.Fields {
	var wrong fault.Fields
	checkDeclared(&wrong, "name", d.Name, "assessment.declaration_name")
	checkDeclared(&wrong, "role", d.Role, "assessment.declaration_role")
	if !d.Confirmed {
		wrong.Add("confirmed", "assessment.declaration_confirm")
	}
	return wrong
}

func checkDeclared(wrong *fault.Fields, field, value, missing string) {
	switch {
	case strings.TrimSpace(value) == "":
		wrong.Add(field, missing)
	case len([]rune(value)) > maxDeclared:
		wrong.Add(field, "procurement.too_long", "most", maxDeclared)
	}
}

// Frozen is what a submission says, in JSON. Its canonical form (RFC 8785) is
// what the hash on the receipt stands for; docs/format.md describes it.
type Frozen struct {
	Format        string                    `json:"format"` // "aktsom-submission-1"
	Assessment    ID                        `json:"assessment"`
	Round         int                       `json:"round"`
	Corrects      int                       `json:"corrects,omitempty"` // the round whose questions were sent back
	Buyer         string                    `json:"buyer"`
	Procurement   FrozenProcurement         `json:"procurement"`
	Supplier      FrozenSupplier            `json:"supplier"`
	Questionnaire FrozenQuestionnaire       `json:"questionnaire"`
	Requirements  []procurement.Requirement `json:"requirements,omitempty"` // of a qualification
	Context       questionnaire.Context     `json:"context"`
	Answers       map[string]any            `json:"answers"`
	Skipped       map[string]string         `json:"skipped"`
	Comments      map[string]string         `json:"comments"`
	Files         map[string][]FrozenFile   `json:"files"`
	Declared      FrozenDeclaration         `json:"declared"`
}

// FrozenProcurement is what was asked about.
type FrozenProcurement struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	Reference string    `json:"reference"`
	Closing   time.Time `json:"closing"`
}

// FrozenSupplier is who answered.
type FrozenSupplier struct {
	Name   string `json:"name"`
	Number string `json:"number"`
}

// FrozenQuestionnaire pins the version, and with it weights, caps and bands.
type FrozenQuestionnaire struct {
	Owner   account.OrganisationID `json:"owner,omitempty"` // of a buyer's own
	ID      string                 `json:"id"`
	Version string                 `json:"version"`
	SHA256  string                 `json:"sha256"`
}

// Edition returns the edition that was answered.
func (f FrozenQuestionnaire) Edition() procurement.Edition {
	return procurement.Edition{Owner: f.Owner, ID: f.ID, Version: f.Version}
}

// FrozenFile is a file that was given, known again by its hash.
type FrozenFile struct {
	ID         evidence.ID   `json:"id"`
	Name       string        `json:"name"`
	Kind       evidence.Kind `json:"kind"`
	Issuer     string        `json:"issuer"`
	Issued     string        `json:"issued"`
	ValidUntil string        `json:"valid_until"`
	MediaType  string        `json:"media_type"`
	Size       int64         `json:"size"`
	SHA256     string        `json:"sha256"`
}

// FrozenDeclaration is who stands by it, and when.
type FrozenDeclaration struct {
	Name string    `json:"name"`
	Role string    `json:"role"`
	At   time.Time `json:"at"`
}

// freeze writes the submission of the desk as it is at now.
func (d Desk) freeze(actor account.Actor, declared Declaration, now time.Time) (Submission, error) {
	a, p, def := d.Assessment, d.Assessment.Procurement, d.Questionnaire.Definition()
	sheet := d.Engine(now)
	frozen := Frozen{
		Format: "aktsom-submission-1", Assessment: a.ID, Round: a.Round + 1, Corrects: d.corrects(), Buyer: p.BuyerName,
		Procurement:   FrozenProcurement{ID: string(p.ID), Title: p.Title, Reference: p.Reference, Closing: p.Closing},
		Supplier:      FrozenSupplier(a.Supplier),
		Questionnaire: FrozenQuestionnaire{Owner: p.Questionnaire.Owner, ID: def.ID, Version: def.Version, SHA256: d.Questionnaire.SHA256()},
		Requirements:  p.Required(),
		Context:       sheet.Context, Answers: sheet.Answers, Skipped: sheet.Skipped,
		Comments: d.comments(), Files: d.frozenFiles(),
		Declared: FrozenDeclaration{Name: strings.TrimSpace(declared.Name), Role: strings.TrimSpace(declared.Role), At: now},
	}
	raw, err := json.Marshal(frozen)
	if err != nil {
		return Submission{}, fmt.Errorf("write submission: %w", err)
	}
	canonical, err := jcs.Transform(raw)
	if err != nil {
		return Submission{}, fmt.Errorf("make submission canonical: %w", err)
	}
	sum := sha256.Sum256(canonical)
	return Submission{
		Files: d.counted(), Corrects: frozen.Corrects, Changed: d.changed(frozen),
		Assessment: a.ID, Round: frozen.Round, Canonical: canonical, SHA256: hex.EncodeToString(sum[:]),
		DeclaredName: frozen.Declared.Name, DeclaredRole: frozen.Declared.Role, Person: actor.Person, At: now,
	}, nil
}

func (d Desk) comments() map[string]string {
	said := map[string]string{}
	for id, a := range d.Answers {
		if a.Comment != "" {
			said[id] = a.Comment
		}
	}
	return said
}

func (d Desk) frozenFiles() map[string][]FrozenFile {
	files := map[string][]FrozenFile{}
	for _, f := range d.Files {
		if f.State.Counts() {
			files[f.Question] = append(files[f.Question], FrozenFile{
				ID: f.ID, Name: f.Name, Kind: f.Kind, Issuer: f.Issuer, Issued: f.Issued, ValidUntil: f.ValidUntil,
				MediaType: f.MediaType, Size: f.Size, SHA256: f.SHA256,
			})
		}
	}
	return files
}

// Thaw reads a submission's canonical JSON.
func (s Submission) Thaw() (Frozen, error) {
	var frozen Frozen
	if err := json.Unmarshal(s.Canonical, &frozen); err != nil {
		return Frozen{}, fmt.Errorf("read submission %d of assessment %s: %w", s.Round, s.Assessment, err)
	}
	return frozen, nil
}
