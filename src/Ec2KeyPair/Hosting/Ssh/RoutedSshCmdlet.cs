using System.Management.Automation;
using Ec2KeyPair.Core.Connect;

namespace Ec2KeyPair.Hosting.Ssh;

/// <summary>A cmdlet that makes SSH connections by a way that the user chooses.</summary>
/// <typeparam name="TInput">What one input is.</typeparam>
public abstract class RoutedSshCmdlet<TInput> : SshCmdlet<TInput>
{
    /// <summary>
    /// Which way to go. Auto: straight where that is open, else an Instance Connect Endpoint, else Session Manager; but a
    /// command with nothing that only SSH has (-UserName, -KeyPath ...) is run by Session Manager itself where it can, as the
    /// account that its settings name, and over SSH elsewhere.
    /// </summary>
    [Parameter]
    public ConnectionRoute Via { get; set; }

    private protected override ConnectionRoute Route => Via;
}
