using System.Management.Automation;
using Ec2KeyPair.Parameters.Completion;

namespace Ec2KeyPair.Parameters;

/// <summary>Completes the tunnels of this runspace by their numbers.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TunnelIdCompleterAttribute() : ArgumentCompleterAttribute(typeof(TunnelIdCompleter));
