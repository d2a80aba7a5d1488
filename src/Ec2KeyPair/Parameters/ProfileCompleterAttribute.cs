using System.Management.Automation;
using Ec2KeyPair.Parameters.Completion;

namespace Ec2KeyPair.Parameters;

/// <summary>Completes the names of AWS profiles.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ProfileCompleterAttribute() : ArgumentCompleterAttribute(typeof(ProfileCompleter));
