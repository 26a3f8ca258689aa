package replay

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/go-jose/go-jose/v4"
	"golang.org/x/sync/errgroup"

	"carnet/internal/profile"
	"carnet/internal/retail"
	"carnet/internal/wallet"
)

const (
	// lanes is into how many queues customers are spread. It does not depend on the machine: what a lane remembers of
	// sales must be the same in every run.
	lanes      = 64
	laneQueue  = 4      // invoices waiting in a lane
	laneSales  = 10_000 // sold lines in one generation of a lane's memory
	refreshAt  = 0.5    // part of an access token's life after which it is renewed
	recordSize = 40     // of a leaf and its epoch in the file of leaves
)

// Shop is the client in whose name orders are posted.
type Shop struct {
	ClientID, Secret string
	Origin           string // its callback is Origin + "/callback"
}

// Roots is where the chain tells a root: chain.Client.
type Roots interface {
	RootAt(ctx context.Context, issuer common.Address, epoch uint64) (root [32]byte, block uint64, tx common.Hash, err error)
}

// Config is what a replay needs. All fields are required but Progress.
type Config struct {
	Gateway string // origin of the gateway
	Vault   string // origin of a vault that the gateway takes bindings from
	Shop    Shop
	HTTP    *http.Client // must not follow redirects
	Roots   Roots
	Issuer  common.Address // the gateway's account at the Anchor contract
	Seed    Seed
	Open    func() (*retail.Reader, error) // the file; it is read twice
	Leaves  string                         // path of a file for leaves and epochs that wait for their proofs; overwritten
	Workers int                            // orders in flight at a time
	Sample  int                            // receipts to open at the end; negative: all, and then each customer's total must be that of the file
	Now     func() time.Time
	// Progress is called now and then, from one goroutine at a time.
	Progress func(Progress)
}

// Phases of a replay.
const (
	Surveying = "reading the file"
	Arriving  = "signing shoppers in"
	Posting   = "posting receipts"
	Anchoring = "waiting for anchors"
	Proving   = "checking proofs"
	Counting  = "counting inboxes"
	Opening   = "opening receipts"
	Comparing = "measuring the bare loop"
)

// Progress tells how far a phase is. Done counts shoppers in Arriving and Counting, receipts in the other phases.
type Progress struct {
	Phase string
	Done  int
	Total int // 0 when unknown
}

// Reason says why lines of the file are where they are.
type Reason struct {
	Reason  string `json:"reason"`
	Explain string `json:"explain"`
	Lines   int    `json:"lines"`
}

// Result is what a replay did and found.
type Result struct {
	Lines    int      `json:"lines"`
	Reasons  []Reason `json:"reasons"`
	Shoppers int      `json:"shoppers"`

	Arriving time.Duration `json:"arriving_ns"` // sign-in and binding of all shoppers

	Receipts int `json:"receipts"`
	New      int `json:"receipts_new"`      // sealed by this run
	Existing int `json:"receipts_existing"` // sealed by an earlier run
	Refused  int `json:"invoices_refused"`  // by the gateway, with a code in Reasons
	Refunds  int `json:"refunds"`           // among Receipts
	Linked   int `json:"refunds_with_sale"` // refunds that name their sale

	Posting    time.Duration `json:"posting_ns"`          // of all orders
	PerSecond  float64       `json:"receipts_per_second"` // new and existing ones, over Posting
	Processor  time.Duration `json:"processor_ns"`        // processor time of the whole process per receipt, while posting; 0 if unknown
	Ciphertext int64         `json:"ciphertext_bytes"`    // of all sealed receipts

	Epochs        int     `json:"epochs"` // that hold the receipts; one anchor each
	Gas           uint64  `json:"gas"`
	GasPerReceipt float64 `json:"gas_per_receipt"`

	Proven  int `json:"proofs_verified"` // of Receipts, against the chain
	Inboxes int `json:"inboxes_counted"` // that hold exactly their shopper's receipts
	Opened  int `json:"receipts_opened"` // by their shoppers' keys, with the invoice's figures
	Totals  int `json:"totals_equal"`    // customers whose opened receipts add up to what the file's lines do; 0 unless all were opened

	BarePerSecond float64       `json:"bare_receipts_per_second"` // of Bare over the opened receipts, on the same machine right after
	BareProcessor time.Duration `json:"bare_processor_ns"`        // processor time per receipt of the same
}

type run struct {
	Config
	client  *client
	sector  string
	keys    jose.JSONWebKeySet // of the gateway's ID tokens
	issuer  string             // of the shop's receipts
	issuers jose.JSONWebKeySet // keys of the shop's receipts
	access  accessToken
	slots   chan struct{}
	lanes   [lanes]lane
	leaves  leafFile
	sample  reservoir
	opened  []*profile.Receipt // some, for the bare loop
	totals  map[*shopper]int64 // of opened receipts, in minor units

	invoices  int      // in the file, with a customer
	customers []string // in the order of their first purchase

	done     atomic.Int64
	progress sync.Mutex // held while Progress is called

	mu      sync.Mutex // guards result and refused
	result  Result
	refused map[string]map[retail.Class]int // code to lines
}

// Run replays a file to its end and checks everything. The result is valid as far as the run came.
func Run(ctx context.Context, cfg Config) (Result, error) {
	if cfg.Workers < 1 || cfg.Open == nil || cfg.HTTP == nil || cfg.Now == nil || cfg.Roots == nil {
		return Result{}, errors.New("replay: workers, file, HTTP client, chain and clock are required")
	}
	r := &run{Config: cfg, client: &client{cfg.Gateway, cfg.HTTP}, slots: make(chan struct{}, cfg.Workers), refused: map[string]map[retail.Class]int{}}
	if r.sample.size = cfg.Sample; cfg.Sample < 0 {
		r.sample.size = math.MaxInt
	}
	for _, step := range []func(context.Context) error{r.survey, r.meet, r.arrivals, r.post, r.anchors, r.proofs, r.count, r.open, r.compareTotals, r.bare} {
		if err := step(ctx); err != nil {
			return r.result, err
		}
	}
	return r.result, nil
}

// meet learns what a shop and a vault learn of a gateway before anything is bought.
func (r *run) meet(ctx context.Context) (err error) {
	if r.sector, err = wallet.Sector(r.Shop.Origin); err != nil {
		return fmt.Errorf("sector of the shop: %w", err)
	}
	if _, err := r.client.do(ctx, call{method: "GET", path: "/jwks", into: &r.keys}); err != nil {
		return fmt.Errorf("keys of the gateway: %w", err)
	}
	var meta struct {
		Issuer string             `json:"issuer"`
		JWKS   jose.JSONWebKeySet `json:"jwks"`
	}
	r.issuer = r.Gateway + "/shops/" + r.Shop.ClientID
	if _, err := r.client.do(ctx, call{method: "GET", path: "/.well-known/jwt-vc-issuer/shops/" + r.Shop.ClientID, into: &meta}); err != nil {
		return fmt.Errorf("keys of the shop: %w", err)
	}
	if meta.Issuer != r.issuer {
		return fmt.Errorf("keys of the shop: issuer %q, want %q", meta.Issuer, r.issuer)
	}
	r.issuers = meta.JWKS
	for i := range r.lanes {
		r.lanes[i] = lane{run: r, queue: make(chan *retail.Invoice, laneQueue), sales: newSales(laneSales), shoppers: map[string]*shopper{}}
	}
	return nil
}

// survey reads the file once, so that a file of another kind costs nothing and the number of invoices is known.
func (r *run) survey(ctx context.Context) error {
	r.begin(Surveying, 0)
	source, err := r.Open()
	if err != nil {
		return err
	}
	defer source.Close()
	known := map[string]bool{}
	for ctx.Err() == nil {
		inv, err := source.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		r.invoices++
		if !known[inv.Customer] {
			known[inv.Customer] = true
			r.customers = append(r.customers, inv.Customer)
		}
	}
	return ctx.Err()
}

// arrivals signs all shoppers in and binds their vaults.
func (r *run) arrivals(ctx context.Context) error {
	r.begin(Arriving, len(r.customers))
	begun := time.Now()
	arrived := make([]*shopper, len(r.customers))
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(r.Workers)
	for i, customer := range r.customers {
		g.Go(func() (err error) {
			arrived[i], err = r.arrive(gctx, customer)
			r.tick(Arriving, len(r.customers))
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	r.result.Arriving, r.result.Shoppers = time.Since(begun), len(arrived)
	for i, s := range arrived {
		r.laneOf(r.customers[i]).shoppers[r.customers[i]] = s
	}
	return nil
}

func (r *run) laneOf(customer string) *lane { return &r.lanes[hashOf(customer)%lanes] }

// post reads the file and posts one order per invoice.
func (r *run) post(ctx context.Context) (err error) {
	if err := r.leaves.create(r.Leaves); err != nil {
		return err
	}
	source, err := r.Open()
	if err != nil {
		return errors.Join(err, r.leaves.close())
	}
	defer source.Close()
	r.begin(Posting, r.invoices)
	begun, used := time.Now(), processor()
	g, gctx := errgroup.WithContext(ctx)
	for i := range r.lanes {
		g.Go(func() error { return r.lanes[i].work(gctx) })
	}
	g.Go(func() error { return r.read(gctx, source) })
	err = g.Wait()
	r.result.Posting = time.Since(begun)
	if n := r.result.Receipts; n > 0 {
		r.result.Processor = (processor() - used) / time.Duration(n)
	}
	if err := errors.Join(err, r.leaves.close()); err != nil {
		return err
	}
	r.summarise(source)
	return nil
}

// read hands invoices to the lanes: one customer's in order, as they were bought.
func (r *run) read(ctx context.Context, source *retail.Reader) error {
	defer func() {
		for i := range r.lanes {
			close(r.lanes[i].queue)
		}
	}()
	for {
		inv, err := source.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		select {
		case r.laneOf(inv.Customer).queue <- inv:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// lane serves some of the customers, one invoice after the other.
type lane struct {
	run      *run
	queue    chan *retail.Invoice
	sales    *sales
	shoppers map[string]*shopper
}

func (l *lane) work(ctx context.Context) error {
	for inv := range l.queue {
		select {
		case l.run.slots <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		err := l.invoice(ctx, inv)
		<-l.run.slots
		if err != nil {
			return err
		}
	}
	return nil
}

// accepted is the gateway's answer to an order.
type accepted struct {
	ID      string `json:"id"`
	Leaf    string `json:"leaf"`
	Epoch   uint64 `json:"epoch"`
	Promise string `json:"promise"`
}

func (l *lane) invoice(ctx context.Context, inv *retail.Invoice) error {
	r := l.run
	s := l.shoppers[inv.Customer]
	if s == nil {
		return errors.New("the file changed while it was read: an invoice names a new customer")
	}
	of := ""
	if inv.Refund() {
		of = l.sales.find(inv)
	}
	body, err := orderOf(inv, s.sub, of)
	if err != nil {
		return err
	}
	answer, created, err := r.order(ctx, r.Seed.idempotencyKey(inv.ID), body)
	var refusal *Refusal
	if errors.As(err, &refusal) && refusal.Status == http.StatusUnprocessableEntity {
		r.refuse(inv, refusal.Code)
		return nil
	}
	if err != nil {
		return fmt.Errorf("post the order of an invoice: %w", err)
	}
	if !inv.Refund() {
		l.sales.remember(inv, answer.ID)
	}
	s.receipts++
	if err := r.leaves.add(answer); err != nil {
		return err
	}
	r.sample.offer(picked{shopper: s, answer: answer, refund: inv.Refund(), of: of, at: inv.At, total: inv.Total(), lines: len(inv.Lines)})
	r.tally(inv, created, of != "")
	return nil
}

// order posts one order.
func (r *run) order(ctx context.Context, key string, body []byte) (answer accepted, created bool, err error) {
	token, err := r.access.get(ctx, r)
	if err != nil {
		return answer, false, fmt.Errorf("access token: %w", err)
	}
	resp, err := r.client.do(ctx, call{method: "POST", path: "/v1/receipts", body: body, into: &answer,
		header: header("Authorization", "Bearer "+token, "Idempotency-Key", key, "Content-Type", "application/json")})
	if err != nil {
		return answer, false, err
	}
	return answer, resp.StatusCode == http.StatusCreated, nil
}

func (r *run) tally(inv *retail.Invoice, created, linked bool) {
	r.mu.Lock()
	r.result.Receipts++
	if created {
		r.result.New++
	} else {
		r.result.Existing++
	}
	if inv.Refund() {
		r.result.Refunds++
	}
	if linked {
		r.result.Linked++
	}
	r.mu.Unlock()
	r.tick(Posting, r.invoices)
}

// refuse counts the lines of an invoice that the gateway does not take.
func (r *run) refuse(inv *retail.Invoice, code string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.result.Refused++
	if r.refused[code] == nil {
		r.refused[code] = map[retail.Class]int{}
	}
	for _, l := range inv.Lines {
		r.refused[code][l.Class]++
	}
}

// tick tells the progress of a phase, unless somebody is telling it right now.
func (r *run) tick(phase string, total int) {
	done := r.done.Add(1)
	if r.Progress == nil || !r.progress.TryLock() {
		return
	}
	defer r.progress.Unlock()
	r.Progress(Progress{Phase: phase, Done: int(done), Total: total})
}

// begin tells that a phase begins.
func (r *run) begin(phase string, total int) {
	r.done.Store(0)
	if r.Progress != nil {
		r.progress.Lock()
		defer r.progress.Unlock()
		r.Progress(Progress{Phase: phase, Total: total})
	}
}

// summarise puts every line of the file under its reason.
func (r *run) summarise(source *retail.Reader) {
	res := &r.result
	res.Lines = source.Lines()
	counts := source.Counts()
	for _, c := range retail.Classes {
		n := counts[c.Class]
		for _, classes := range r.refused {
			n -= classes[c.Class]
		}
		res.Reasons = append(res.Reasons, Reason{string(c.Class), c.Explain, n})
	}
	for code, classes := range r.refused {
		n := 0
		for _, k := range classes {
			n += k
		}
		res.Reasons = append(res.Reasons, Reason{"refused_" + code, "left out: the gateway refused the invoice", n})
	}
	if s := res.Posting.Seconds(); s > 0 {
		res.PerSecond = float64(res.Receipts) / s
	}
}

// accessToken is the shop's, renewed before it ends.
type accessToken struct {
	mu    sync.Mutex // held while a new one is fetched
	token string
	until time.Time
}

func (a *accessToken) get(ctx context.Context, r *run) (string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.token != "" && r.Now().Before(a.until) {
		return a.token, nil
	}
	var got struct {
		Token string `json:"access_token"`
		Life  int    `json:"expires_in"`
	}
	if err := r.token(ctx, url.Values{"grant_type": {"client_credentials"}, "scope": {"receipts"}}, &got); err != nil {
		return "", err
	}
	if got.Token == "" {
		return "", errors.New("the gateway gave none")
	}
	a.token, a.until = got.Token, r.Now().Add(time.Duration(refreshAt*float64(got.Life)*float64(time.Second)))
	return a.token, nil
}

// leafFile keeps leaves and epochs until they can be proven.
type leafFile struct {
	mu   sync.Mutex // guards the rest
	file *os.File
	buf  *bufio.Writer
	n    int
	last accepted // with the highest epoch
}

func (f *leafFile) create(path string) (err error) {
	if f.file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600); err != nil {
		return fmt.Errorf("file of leaves: %w", err)
	}
	f.buf = bufio.NewWriterSize(f.file, 64<<10)
	return nil
}

func (f *leafFile) add(a accepted) error {
	var record [recordSize]byte
	if n, err := hex.Decode(record[:32], []byte(a.Leaf)); err != nil || n != 32 || len(a.Leaf) != 64 {
		return errors.New("the gateway's answer has no leaf")
	}
	binary.BigEndian.PutUint64(record[32:], a.Epoch)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.n == 0 || a.Epoch >= f.last.Epoch {
		f.last = a
	}
	f.n++
	if _, err := f.buf.Write(record[:]); err != nil {
		return fmt.Errorf("file of leaves: %w", err)
	}
	return nil
}

func (f *leafFile) close() error {
	if err := errors.Join(f.buf.Flush(), f.file.Close()); err != nil {
		return fmt.Errorf("file of leaves: %w", err)
	}
	return nil
}

// picked is a receipt that will be opened, with what it must say.
type picked struct {
	shopper *shopper
	answer  accepted
	refund  bool
	of      string
	at      time.Time
	total   int64
	lines   int
}

// reservoir picks size receipts out of a stream, each with the same probability.
type reservoir struct {
	size int
	mu   sync.Mutex // guards the rest
	seen int
	kept []picked
}

func (s *reservoir) offer(p picked) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen++
	if len(s.kept) < s.size {
		s.kept = append(s.kept, p)
	} else if i := rand.IntN(s.seen); i < s.size {
		s.kept[i] = p
	}
}
