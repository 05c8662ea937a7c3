// Package verdict is what a checker says of one test cell: one JSON object in a strict format.
//
//	{"test":"test_flow","status":"partial","points":"1.5","maximum":"2","passed":3,"checks":4,"gone":false,
//	 "parts":[{"name":"values","points":"1.5","maximum":"1.5"},{"name":"an empty slice","points":"0","maximum":"0.5"}],
//	 "notes":[{"part":"an empty slice","hidden":false,"text":"the log-determinant of nothing is 0: got NaN, want 0"}]}
//
// A checker has read what a hostile process wrote, so whoever reads its verdict trusts it no more than that: Read refuses what is longer than MaxLength, has other fields, points
// outside of [0, maximum], sums that are wrong, another test or another maximum than was asked for. What hidden tests found has been taken out but for hints.
package verdict
