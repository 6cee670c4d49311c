package demo

import "aktsom/internal/account"

// buyer is a public body with its people. The organisation numbers begin with
// 3, as those in Norway's test registers do: no real organisation has one.
type buyer struct {
	name    string
	number  string
	members []member
}

type member struct {
	name  string
	email string
	role  account.Role
}

// supplier is an organisation with the person who answers for it.
type supplier struct {
	name     string
	number   string
	person   string
	email    string
	language string
}

const (
	fjordvik = "Fjordvik kommune"
	storelv  = "Storelv fylkeskommune"
)

func buyers() []buyer {
	return []buyer{
		{fjordvik, "310000019", []member{
			{"Kari Nygård", "kari@fjordvik.example", account.Administrator},
			{"Erik Dahl", "erik@fjordvik.example", account.Officer},
			{"Samira Hassan", "samira@fjordvik.example", account.Evaluator},
			{"Olav Tveit", "olav@fjordvik.example", account.Reader},
		}},
		{storelv, "310000027", []member{
			{"Berit Aas", "berit@storelv.example", account.Administrator},
			{"Mohammed Ali Khan", "mohammed@storelv.example", account.Officer},
			{"Sunniva Myhre", "sunniva@storelv.example", account.Evaluator},
			{"Petter Lund", "petter@storelv.example", account.Reader},
		}},
	}
}

var (
	textile  = supplier{"Tekstilhuset Nord AS", "310000035", "Ingrid Solberg", "ingrid@tekstilhuset.example", "nb"}
	clothes  = supplier{"Fagklær Vest AS", "310000043", "Jonas Bakke", "jonas@fagklaer.example", "nn"}
	devices  = supplier{"Nordic Device Import AS", "310000051", "Priya Raman", "priya@nordicdevice.example", "en"}
	reseller = supplier{"Kontorpartner Innlandet AS", "310000078", "Amund Lie", "amund@kontorpartner.example", "nb"}
)

func suppliers() []supplier { return []supplier{textile, clothes, devices, reseller} }
