package mathml

import "strings"

// class is the class of an atom (TeXbook, chapter 17), which decides about the space around it.
type class int

const (
	ord      class = iota
	function       // an operator that is a name: ln
	big            // an operator that is large: ∑
	binary
	relation
	opening
	closing
	punctuation
)

// symbol is what stands for a command or a character.
type symbol struct {
	text  string
	class class
}

var symbols = map[string]symbol{}

func init() { // a table by class is easier to read than one by name
	for c, list := range map[class]string{
		ord: `\alpha α \beta β \gamma γ \delta δ \epsilon ϵ \varepsilon ε \zeta ζ \eta η \theta θ \vartheta ϑ \iota ι \kappa κ \lambda λ \mu μ \nu ν \xi ξ \pi π
			\varpi ϖ \rho ρ \varrho ϱ \sigma σ \varsigma ς \tau τ \upsilon υ \phi ϕ \varphi φ \chi χ \psi ψ \omega ω \Gamma Γ \Delta Δ \Theta Θ \Lambda Λ \Xi Ξ \Pi Π
			\Sigma Σ \Upsilon Υ \Phi Φ \Psi Ψ \Omega Ω \partial ∂ \nabla ∇ \infty ∞ \ell ℓ \hbar ℏ \Re ℜ \Im ℑ \aleph ℵ \emptyset ∅ \varnothing ∅ \forall ∀ \exists ∃
			\neg ¬ \lnot ¬ \top ⊤ \bot ⊥ \angle ∠ \triangle △ \prime ′ \dots … \ldots … \cdots ⋯ \vdots ⋮ \ddots ⋱ \_ _ \% % \# # \$ $ \& & \degree ° \square □ \imath ı \jmath ȷ`,
		function: `\sin sin \cos cos \tan tan \cot cot \sinh sinh \cosh cosh \tanh tanh \arcsin arcsin \arccos arccos \arctan arctan \exp exp \ln ln \log log \lg lg
			\det det \dim dim \ker ker \deg deg \arg arg \Pr Pr \gcd gcd \hom hom \sec sec \csc csc`,
		big: `\sum ∑ \prod ∏ \coprod ∐ \int ∫ \iint ∬ \iiint ∭ \oint ∮ \bigcup ⋃ \bigcap ⋂ \bigoplus ⨁ \bigotimes ⨂ \bigvee ⋁ \bigwedge ⋀
			\lim lim \max max \min min \sup sup \inf inf \limsup limsup \liminf liminf`,
		binary: `+ + - − * ∗ \pm ± \mp ∓ \times × \div ÷ \cdot ⋅ \circ ∘ \bullet ∙ \ast ∗ \star ⋆ \oplus ⊕ \ominus ⊖ \otimes ⊗ \odot ⊙ \cup ∪ \cap ∩ \setminus ∖
			\wedge ∧ \land ∧ \vee ∨ \lor ∨ \dagger † \bmod mod`,
		relation: `= = < < > > : : \le ≤ \leq ≤ \ge ≥ \geq ≥ \ne ≠ \neq ≠ \approx ≈ \sim ∼ \simeq ≃ \cong ≅ \equiv ≡ \propto ∝ \ll ≪ \gg ≫ \in ∈ \notin ∉ \ni ∋
			\subset ⊂ \subseteq ⊆ \supset ⊃ \supseteq ⊇ \to → \rightarrow → \leftarrow ← \leftrightarrow ↔ \longrightarrow ⟶ \longleftarrow ⟵ \Rightarrow ⇒ \Leftarrow ⇐
			\Leftrightarrow ⇔ \iff ⟺ \implies ⟹ \mapsto ↦ \longmapsto ⟼ \uparrow ↑ \downarrow ↓ \perp ⟂ \parallel ∥ \mid ∣ \vdash ⊢ \models ⊨ \prec ≺ \succ ≻ \preceq ⪯ \succeq ⪰
			\coloneqq ≔ \doteq ≐ \asymp ≍ \hookrightarrow ↪ \colon :`,
		opening:     `( ( [ [ \{ { \lbrace { \lbrack [ \langle ⟨ \lfloor ⌊ \lceil ⌈ \lvert | \lVert ‖`,
		closing:     `) ) ] ] ! ! \} } \rbrace } \rbrack ] \rangle ⟩ \rfloor ⌋ \rceil ⌉ \rvert | \rVert ‖`,
		punctuation: `, , ; ;`,
	} {
		fields := strings.Fields(list)
		for i := 0; i < len(fields); i += 2 {
			symbols[fields[i]] = symbol{fields[i+1], c}
		}
	}
	for _, bar := range []string{`|`, `\vert`} {
		symbols[bar] = symbol{"|", ord}
	}
	for _, bar := range []string{`\|`, `\Vert`} {
		symbols[bar] = symbol{"‖", ord}
	}
	symbols["/"], symbols["."] = symbol{"/", ord}, symbol{".", ord}
}

// spaces are widths in em.
var spaces = map[string]string{
	`\,`: ".167", `\:`: ".222", `\>`: ".222", `\;`: ".278", `\!`: "-.167", `\ `: ".25", `~`: ".25", `\quad`: "1", `\qquad`: "2", `\enspace`: ".5", `\thinspace`: ".167",
}

// accents stand above, or below if their name begins with under.
var accents = map[string]string{
	`\hat`: "^", `\widehat`: "^", `\bar`: "‾", `\overline`: "‾", `\tilde`: "~", `\widetilde`: "~", `\dot`: "˙", `\ddot`: "¨", `\vec`: "→", `\overrightarrow`: "→", `\check`: "ˇ",
	`\acute`: "´", `\grave`: "`", `\breve`: "˘", `\mathring`: "˚", `\underline`: "_", `\overbrace`: "⏞", `\underbrace`: "⏟",
}

// sizes are those of delimiters that are made larger by hand, in em.
var sizes = map[string]string{`\big`: "1.2", `\Big`: "1.8", `\bigg`: "2.4", `\Bigg`: "3"}

// alphabets begin at these characters of Unicode: A, a, 0.
var alphabets = map[string][3]rune{
	`\mathbb`: {'𝔸', '𝕒', '𝟘'}, `\mathbf`: {'𝐀', '𝐚', '𝟎'}, `\boldsymbol`: {'𝑨', '𝒂', '𝟎'}, `\bm`: {'𝑨', '𝒂', '𝟎'}, `\mathcal`: {'𝒜', '𝒶', '0'}, `\mathscr`: {'𝒜', '𝒶', '0'},
	`\mathfrak`: {'𝔄', '𝔞', '0'}, `\mathsf`: {'𝖠', '𝖺', '𝟢'}, `\mathtt`: {'𝙰', '𝚊', '𝟶'}, `\mathit`: {'𝐴', '𝑎', '0'},
}

// holes are the letters that Unicode had before it got the alphabets.
var holes = map[rune]rune{
	'𝔺': 'ℂ', '𝔿': 'ℍ', '𝕅': 'ℕ', '𝕇': 'ℙ', '𝕈': 'ℚ', '𝕉': 'ℝ', '𝕑': 'ℤ', '𝒝': 'ℬ', '𝒠': 'ℰ', '𝒡': 'ℱ', '𝒣': 'ℋ', '𝒤': 'ℐ', '𝒧': 'ℒ', '𝒨': 'ℳ', '𝒭': 'ℛ',
	'𝒺': 'ℯ', '𝒼': 'ℊ', '𝓄': 'ℴ', '𝔆': 'ℭ', '𝔋': 'ℌ', '𝔌': 'ℑ', '𝔕': 'ℜ', '𝔝': 'ℨ', '𝑕': 'ℎ',
}
