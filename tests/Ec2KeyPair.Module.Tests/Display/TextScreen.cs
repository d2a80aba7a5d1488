using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace Ec2KeyPair.Module.Tests.Display;

/// <summary>A host whose screen is text: what the engine's own formatting writes, in so many columns. Nobody answers.</summary>
/// <param name="columns">The screen's width.</param>
internal sealed class TextScreen(int columns = TextScreen.UsualColumns) : PSHost
{
    internal const int UsualColumns = 80;
    private static readonly CultureInfo Culture = new English();
    private readonly Paper _paper = new(columns);

    public override CultureInfo CurrentCulture => Culture;

    public override CultureInfo CurrentUICulture => Culture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => nameof(TextScreen);

    public override Version Version => new(1, 0);

    public override PSHostUserInterface UI => _paper;

    /// <summary>The lines since the last call.</summary>
    internal IReadOnlyList<string> Take() => _paper.Take();

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }

    // The engine breaks lines between words in languages that it knows. There are machines that have none.
    private sealed class English() : CultureInfo("")
    {
        public override string TwoLetterISOLanguageName => "en";
    }

    private sealed class Paper(int columns) : PSHostUserInterface
    {
        private readonly Lock _gate = new();
        private readonly StringBuilder _text = new();

        public override PSHostRawUserInterface RawUI { get; } = new Measures(columns);

        // Colours are to be seen by those who look for them.
        public override bool SupportsVirtualTerminal => true;

        internal IReadOnlyList<string> Take()
        {
            lock (_gate)
            {
                var lines = _text.ToString().Split('\n');
                _text.Clear();
                return lines[^1].Length == 0 ? lines[..^1] : lines;
            }
        }

        public override void Write(string value)
        {
            lock (_gate) _text.Append(value.Replace("\r\n", "\n", StringComparison.Ordinal));
        }

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

        public override void WriteLine(string value) => Write(value + "\n");

        public override void WriteErrorLine(string value) => WriteLine(value);

        public override void WriteDebugLine(string message) => WriteLine("DEBUG: " + message);

        public override void WriteVerboseLine(string message) => WriteLine("VERBOSE: " + message);

        public override void WriteWarningLine(string message) => WriteLine("WARNING: " + message);

        public override void WriteProgress(long sourceId, ProgressRecord record)
        {
        }

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw Nobody();

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw Nobody();

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw Nobody();

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw Nobody();

        public override string ReadLine() => throw Nobody();

        public override SecureString ReadLineAsSecureString() => throw Nobody();

        private static NotSupportedException Nobody() => new("Nobody is there.");
    }

    private sealed class Measures(int columns) : PSHostRawUserInterface
    {
        public override ConsoleColor BackgroundColor { get; set; }

        public override Size BufferSize { get; set; } = new(columns, 1000);

        public override Coordinates CursorPosition { get; set; }

        public override int CursorSize { get; set; }

        public override ConsoleColor ForegroundColor { get; set; }

        public override bool KeyAvailable => false;

        public override Size MaxPhysicalWindowSize => BufferSize;

        public override Size MaxWindowSize => BufferSize;

        public override Coordinates WindowPosition { get; set; }

        public override Size WindowSize { get; set; } = new(columns, 1000);

        public override string WindowTitle { get; set; } = "";

        public override void FlushInputBuffer()
        {
        }

        public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new NotSupportedException();

        public override KeyInfo ReadKey(ReadKeyOptions options) => throw new NotSupportedException();

        public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw new NotSupportedException();

        public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw new NotSupportedException();

        public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw new NotSupportedException();
    }
}
