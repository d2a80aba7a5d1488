using System.Management.Automation;
using Ec2KeyPair.Core.Connect;

namespace Ec2KeyPair.Hosting.Ssh;

/// <summary>A cmdlet that makes SSH connections by a way that the user chooses.</summary>
/// <typeparam name="TInput">What one input is.</typeparam>
public abstract class RoutedSshCmdlet<TInput> : SshCmdlet<TInput>
{
    /// <summary>Which way to go.</summary>
    [Parameter]
    public ConnectionRoute Via { get; set; }

    private protected override ConnectionRoute Route => Via;
}
