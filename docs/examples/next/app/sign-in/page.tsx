import { signIn, signUp } from '../actions';
import { Form } from './form';

export default function SignInPage() {
  return (
    <main>
      <h1>Sign in</h1>
      <Form action={signIn} button="Sign in" />
      <h2>Or begin with an organization of your own</h2>
      <Form action={signUp} button="Sign up" withOrganization />
    </main>
  );
}
