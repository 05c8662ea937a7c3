#include "textflag.h"

// func callers(pcs []uintptr) int
//
// BP points at the caller's frame: the BP of the frame before it, and above that the address it returns to. The first function of a goroutine
// finds 0. No goroutine is moved to another stack while it executes assembly, so the addresses stay true.
TEXT ·callers(SB), NOSPLIT|NOFRAME, $0-32
	MOVQ  pcs_base+0(FP), DI
	MOVQ  pcs_len+8(FP), CX
	XORQ  AX, AX
	MOVQ  BP, SI

next:
	CMPQ  AX, CX
	JGE   done
	TESTQ SI, SI
	JZ    done
	MOVQ  8(SI), DX
	MOVQ  DX, (DI)(AX*8)
	INCQ  AX
	MOVQ  (SI), SI
	JMP   next

done:
	MOVQ  AX, ret+24(FP)
	RET
