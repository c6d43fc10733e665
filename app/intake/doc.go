// Package intake reads the person's own files: what is attached, and documents
// that are made into a draft.
//
// It owns what a file is (by its bytes), the taking away of what pictures tell
// of where they were taken, the getting of text out of PDF, DOCX, ODT, Akoma Ntoso,
// plain text and Markdown, and what a paper's head and foot say of the act. Files come from anywhere: every reader is bounded in time and
// memory, and what fails is an error of civic. It must not know about stores,
// networks, or what becomes of what it reads.
package intake
