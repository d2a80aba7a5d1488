using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Hosting.Rdp;

namespace Ec2KeyPair.Tests;

public sealed class CertificateQuestionTests
{
    private static readonly RdpCertificate Certificate = new(
        new string('A', 40), new string('B', 64), "CN=EC2AMAZ\u001b[2J\u202E", new DateTime(2027, 3, 4, 0, 0, 0, DateTimeKind.Utc));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Ask_Answer_IsNoUnlessThePersonSaysYes(int choice, bool accepted)
    {
        var host = new AskedHost(choice);
        Assert.Equal(accepted, CertificateQuestion.Ask(host, "i-0123456789abcdef0", Certificate));
        Assert.Equal(0, host.Asked.DefaultChoice);
        Assert.Equal(["&No", "&Yes"], host.Asked.Choices);
        Assert.Contains("i-0123456789abcdef0", host.Asked.Text);
        Assert.Contains(Certificate.Sha1, host.Asked.Text);
        Assert.Contains(Certificate.Sha256, host.Asked.Text);
        Assert.Contains("2027-03-04", host.Asked.Text);
        Assert.DoesNotContain('\u001b', host.Asked.Text);
        Assert.DoesNotContain('\u202E', host.Asked.Text);
    }

    /// <summary>A host that gives one answer and keeps the question.</summary>
    private sealed class AskedHost(int choice) : PSHost
    {
        private readonly AskedUI _ui = new(choice);

        internal AskedUI Asked => _ui;

        public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

        public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

        public override Guid InstanceId { get; } = Guid.NewGuid();

        public override string Name => "ConsoleHost";

        public override PSHostUserInterface UI => _ui;

        public override Version Version { get; } = new(7, 4);

        public override void EnterNestedPrompt() => throw new NotSupportedException();

        public override void ExitNestedPrompt() => throw new NotSupportedException();

        public override void NotifyBeginApplication()
        {
        }

        public override void NotifyEndApplication()
        {
        }

        public override void SetShouldExit(int exitCode) => throw new NotSupportedException();
    }

    private sealed class AskedUI(int choice) : PSHostUserInterface
    {
        internal string Text { get; private set; } = "";

        internal IReadOnlyList<string> Choices { get; private set; } = [];

        internal int DefaultChoice { get; private set; } = -1;

        public override PSHostRawUserInterface RawUI => throw new NotSupportedException();

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            Text = caption + "\n" + message;
            Choices = [.. choices.Select(one => one.Label)];
            DefaultChoice = defaultChoice;
            return choice;
        }

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw new NotSupportedException();

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw new NotSupportedException();

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw new NotSupportedException();

        public override string ReadLine() => throw new NotSupportedException();

        public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();

        public override void Write(string value) => throw new NotSupportedException();

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => throw new NotSupportedException();

        public override void WriteLine(string value) => throw new NotSupportedException();

        public override void WriteDebugLine(string message) => throw new NotSupportedException();

        public override void WriteErrorLine(string value) => throw new NotSupportedException();

        public override void WriteProgress(long sourceId, ProgressRecord record) => throw new NotSupportedException();

        public override void WriteVerboseLine(string message) => throw new NotSupportedException();

        public override void WriteWarningLine(string message) => throw new NotSupportedException();
    }
}
