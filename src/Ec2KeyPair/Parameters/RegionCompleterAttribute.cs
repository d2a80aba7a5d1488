using System.Management.Automation;
using Ec2KeyPair.Parameters.Completion;

namespace Ec2KeyPair.Parameters;

/// <summary>Completes Regions.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RegionCompleterAttribute() : ArgumentCompleterAttribute(typeof(RegionCompleter));
