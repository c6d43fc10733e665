package wire

// The paths of the central.
const (
	PathHello    = "/v1/hello"
	PathFeed     = "/v1/feed"
	PathCommands = "/v1/commands"
	PathReceipts = "/v1/receipts"
	PathSearch   = "/v1/search"
	PathDevices  = "/v1/devices"
	PathShutOut  = "/v1/devices/revoke"
	PathChannels = "/v1/channels/" // a channel, then /segments and the name of one
	PathOpenAPI  = "/v1/openapi"   // with .json or .yaml
	PathHealth   = "/healthz"
	PathReady    = "/readyz"
	PathMetrics  = "/metrics"
)

// The media types.
const (
	TypeJSON    = "application/json"
	TypePage    = "application/x-ndjson"
	TypeProblem = "application/problem+json"
	TypeSegment = "application/x-ndjson"
)

// Parameters of an authorization request, beside those of OpenID Connect: the
// desk that signs in and how it calls itself.
const (
	ParamDevice     = "device"
	ParamDeviceName = "device_name"
)

// Sign-in of the desktop and terminal programs: a public client whose redirect
// goes to any port of the loopback address.
const (
	ClientDesk   = "scranno-desk"
	CallbackPath = "/callback"
	ScopeOffline = "offline_access"
)

// Fields of the built-in login page, a plain form that a program may fill: GET
// the authorization address, follow to the page, POST these to its action.
const (
	FieldEmail    = "email"
	FieldPassword = "password"
	FieldRequest  = "request" // hidden: the authorization request
	FieldProof    = "proof"   // hidden: ties the form to the page that was served
)

// Bounds of messages, in bytes after decompression. The central refuses what is
// larger; the desk packs below them.
const (
	MaxFeedBody   = 1 << 20
	MaxPushBody   = 8 << 20
	MaxSearchBody = 64 << 10
	MaxAnswer     = 8 << 20 // any answer but a page
	MaxWants      = 2_000   // channels in one feed request
)
