using System.Management.Automation;
using Ec2KeyPair.Parameters.Completion;

namespace Ec2KeyPair.Parameters;

/// <summary>Completes instances from the account.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class InstanceCompleterAttribute() : ArgumentCompleterAttribute(typeof(InstanceCompleter));
