package client

import "context"

// metered tells whether the system says that the line is paid by what passes.
// Where it says nothing the person's own word counts alone.
func (c *Client) metered(ctx context.Context) bool {
	return c.line != nil && c.line(ctx)
}
