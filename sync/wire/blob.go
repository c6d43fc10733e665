package wire

// Attachments travel by their hash: HEAD tells how much of a file its sender has
// brought, PATCH adds to it, GET gives it to who may read a record that names
// it.
const (
	PathBlobs = "/v1/blobs/" // with the hash
	// ParamRecord names the record by whose right a file is asked for.
	ParamRecord = "record"
	// HeaderOffset is where a PATCH begins, and how much has been brought by now.
	HeaderOffset = "Upload-Offset"
	// HeaderLength is the size of the whole file, in a PATCH.
	HeaderLength = "Upload-Length"
	// HeaderComplete is "1" once a file is whole at the central.
	HeaderComplete = "Upload-Complete"
	TypeBytes      = "application/octet-stream"
	// MaxPatchBody bounds what one PATCH brings, in bytes.
	MaxPatchBody = 4 << 20
)

// BlobPath is the path of a file.
func BlobPath(hash string) string { return PathBlobs + hash }
